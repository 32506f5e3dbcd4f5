import { role } from '../../src/machines/director/index.ts';
import { experiment, ideaNamed, modelResult, startedWith, unlimited } from '../support/studio.ts';
import type { Heard, Walk, World } from './walker.ts';

type Idea = { readonly number: number; readonly scope: string; readonly stage: string; readonly idea: unknown };

const fault = { actor: 'x', code: 'actor.threw', message: 'oops' };
const crash = { run: 0, attempt: 1, reason: 'crashed', explanation: 'exit 1', tail: '', resources: null };

const aboutBaseline: readonly Heard[] = [
  { type: 'experiment.completed', scope: 'baseline', data: experiment(0) },
  { type: 'experiment.failed', scope: 'baseline', data: crash },
  { type: 'actor.failed', scope: 'baseline', data: fault },
];

const aboutProposal = ({ number, scope, idea }: Idea): readonly Heard[] =>
  idea === null
    ? [
        { type: 'idea.proposed', scope, data: { number, idea: ideaNamed(`idea_${number}`) } },
        { type: 'proposal.failed', data: { number, code: 'model.unavailable', message: 'nobody answers' } },
      ]
    : [true, false].map((novel) => ({
        type: 'idea.judged',
        scope,
        data: { number, novel, decided: true, rounds: 1, reason: 'so it is' },
      }));

const aboutDevelopment = ({ scope }: Idea): readonly Heard[] => [
  { type: 'paper.reviewed', scope, data: { version: 1, review: {}, score: 5, reviews: 1 } },
  { type: 'paper.finished', scope, data: { version: 1, score: 5, decision: 'Reject' } },
  { type: 'idea.failed', scope, data: { code: 'coder.no_figures', message: 'none' } },
  { type: 'actor.failed', scope, data: fault },
];

/** Events that can come at any time; a walk has at most one of them. */
const disturbances: readonly Heard[] = [
  { type: 'pause.requested', data: { reason: 'tea' } },
  { type: 'cancel.requested', data: { scope: 'run', reason: 'enough' } },
  { type: 'cancel.requested', data: { scope: 'idea-1', reason: 'enough' } },
  { type: 'actor.failed', scope: 'run', data: fault },
  { type: 'task.completed', data: modelResult(1) },
  { type: 'run.quiesced', data: { after: 1, states: {} } },
].map((heard) => ({ ...heard, once: 'a disturbance' }));

/** A person ends a pause: once without more budget, then with it. */
const resumptions: readonly Heard[] = [
  { type: 'resume.requested', once: 'resumed', data: {} },
  { type: 'resume.requested', data: { budget: unlimited } },
];

const hear = ({ snapshot, pending }: Walk): readonly Heard[] => {
  const { baseline, baselineRequested, fault: given, ideas, paused, finished } = snapshot.context;
  if (finished) return disturbances;
  const baselineIsDue = baselineRequested && baseline === null && given === null;
  return [
    ...(baselineIsDue ? aboutBaseline : []),
    ...(ideas as readonly Idea[]).flatMap((idea) =>
      idea.stage === 'proposing' ? aboutProposal(idea) : idea.stage === 'developing' ? aboutDevelopment(idea) : [],
    ),
    ...(paused && pending.length === 0 ? resumptions : []),
    ...disturbances,
  ];
};

/** Two ideas, with every possible event about them, in any order. */
export const directorWorld = (mode: 'batch' | 'open-ended'): World => ({
  role,
  scope: 'run',
  started: startedWith({ ideas: 2, parallel: 1, mode, budget: { tokens: 50 } }),
  owed: ['run'],
  hear,
  answers: () => ({}),
  opens: () => undefined,
  settles: ({ type }) => (type === 'run.finished' ? 'run' : undefined),
  seen: ({ ideas, baseline, baselineRequested, demands, budget, spent, paused, cancelled, fault: why, finished }) => [
    ideas.map(({ stage, idea, ending, score }: any) => [stage, idea !== null, ending?.outcome, score]),
    [baseline !== null, baselineRequested, demands, budget.tokens, spent.inputTokens, paused, finished],
    [cancelled, why],
  ],
});
