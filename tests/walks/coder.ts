import { failure, success } from '../../src/events/outcome.ts';
import { role } from '../../src/machines/coder/index.ts';
import { baseline, environment, resources, startedWith, stepIn, usual } from '../support/coder-world.ts';
import { ideaNamed } from '../support/studio.ts';
import type { Heard, World } from './walker.ts';

const idea = (name: string): Heard => ({
  type: 'idea.started',
  once: 'idea',
  data: { number: 1, idea: ideaNamed(name), baseline },
});

const told = { explanation: 'exit code 1', tail: 'ValueError' };
const png = { blob: 'png', sizeBytes: 900 };

/** The Experimenter's possible answers to a request. */
const afterExperiment = (run: number, attempt: number): readonly Heard[] => [
  { type: 'experiment.completed', data: { ...baseline, run, attempt, environment, resources } },
  { type: 'experiment.failed', data: { run, attempt, reason: 'crashed', resources, ...told } },
  { type: 'experiment.failed', data: { run, attempt, reason: 'not_performed', resources: null, ...told } },
  { type: 'experiment.completed', data: { ...baseline, run: run + 7, attempt } },
];

const afterPlot = (attempt: number): readonly Heard[] => [
  { type: 'plot.completed', data: { attempt, figures: { 'loss.png': png, 'rate.png': png }, resources } },
  { type: 'plot.failed', data: { attempt, reason: 'no_figures', ...told } },
  { type: 'plot.failed', data: { attempt, reason: 'not_performed', ...told } },
  { type: 'plot.failed', data: { attempt: attempt + 7, reason: 'crashed', ...told } },
];

export const coderWorld: World = {
  role,
  scope: 'idea-1',
  started: startedWith({ runs: 2, attemptsPerRun: 2, plotAttempts: 2, answers: 2 }),
  hear: ({ snapshot: { value, context }, pending }) => {
    if (value === 'waiting') return [idea('rate')];
    if (pending.length > 0) return [];
    if (value === 'experimenting') return afterExperiment(context.experiment, context.experimentAttempt);
    return value === 'drawing' ? afterPlot(context.plotAttempt) : [];
  },
  answers: (work, context) => {
    const input = work.input();
    const good =
      usual[stepIn(input)]?.(input, context.experiment * 10 + context.experimentAttempt + context.plotAttempt) ?? '';
    return {
      good: success({ text: good }),
      ...(work.key === 'edit' && { done: success({ text: 'ALL RUNS COMPLETED' }) }),
      garbage: success({ text: '' }),
      unreachable: failure('model.unavailable', 'nobody answers'),
    };
  },
  opens: ({ type }) => (type === 'idea.started' ? 'idea' : undefined),
  settles: ({ type }) => (type === 'coding.finished' || type === 'idea.failed' ? 'idea' : undefined),
  seen: ({
    experiment,
    experimentAttempt,
    plotAttempt,
    attempt,
    plan,
    completed,
    lastFailure,
    failure: why,
    ending,
    described,
  }) => [
    [
      experiment,
      experimentAttempt,
      plotAttempt,
      attempt,
      plan.length,
      completed.map((one: any) => one.run),
      lastFailure?.reason,
    ],
    [why?.code, ending, described.length],
  ],
};
