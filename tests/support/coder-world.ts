import { createRoster } from '../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../src/events/outcome.ts';
import { ideaEvents } from '../../src/events/vocabulary/idea.ts';
import { limitsSchema } from '../../src/events/vocabulary/run.ts';
import { role as coder } from '../../src/machines/coder/index.ts';
import { role as experimenter } from '../../src/machines/experimenter/index.ts';
import { bystander } from './bystander.ts';
import { Simulator } from './simulate.ts';

/** Declares the event that opens an idea; the tests append it themselves. */
const director = bystander('neighbours', { 'idea.started': ideaEvents['idea.started'] });

export const roster = () =>
  createRoster(
    [coder, experimenter, director].map((role) => ({ role, from: 'tests', version: '1' })),
    {},
    ['model', 'experiment'],
  );

export const code = 'rate = 0\nprint(rate)\n';
export const plotCode = 'labels = ["baseline"]\nprint(labels)\n';
const limit = {
  wallTimeMs: 7_200_000,
  memoryBytes: 2e9,
  processes: 64,
  fileSizeBytes: 1e8,
  diskBytes: 1e9,
  outputBytes: 1e6,
};

export const startedWith = (limits: object = {}) => ({
  settings: {
    profile: 'quick',
    limits: limitsSchema.parse({ runs: 2, attemptsPerRun: 3, plotAttempts: 2, answers: 2, ...limits }),
  },
  template: {
    name: 'toy',
    system: 'You study toys.',
    taskDescription: 'Train a toy.',
    metrics: { loss: { better: 'lower' } },
    environment: { SEED: '1' },
    experimentLimits: limit,
    plotLimits: { ...limit, wallTimeMs: 600_000 },
    workspace: { 'experiment.py': { text: code }, 'plot.py': { text: plotCode }, 'data.txt': { text: 'data' } },
  },
});

export const resources = { wallTimeMs: 1200, cpuTimeMs: 900, peakMemoryBytes: 5e7, diskBytes: 1000 };
export const environment = { cpu: 'Toy CPU', python: '3.12' };
const resultFile = (loss: number) => ({ text: JSON.stringify({ toy: { means: { loss }, stderrs: { loss: 0.01 } } }) });

/** What a sandbox reports about a job. */
export const report = (rest: object = {}) => ({
  reason: 'completed',
  explanation: 'exit code 0',
  exitCode: 0,
  outputs: {},
  stdout: 'blob-out',
  stderr: 'blob-err',
  tail: 'the end of what was printed',
  resources,
  environment,
  sandbox: 'toy',
  ...rest,
});

export const ranWell = (run: number) =>
  success(report({ outputs: { [`run_${run}/final_info.json`]: resultFile(1 / (run + 1)) } }));
export const crashed = success(report({ reason: 'crashed', explanation: 'exit code 1', tail: 'ValueError: bad rate' }));
export const drewWell = success(
  report({ outputs: { 'loss.png': { blob: 'png-1', sizeBytes: 900 }, 'rate.png': { blob: 'png-2', sizeBytes: 800 } } }),
);

export const idea = {
  name: 'rate',
  title: 'A Rate',
  experiment: 'Raise the rate.',
  interestingness: 5,
  feasibility: 9,
  novelty: 2,
  parents: [],
};
export const baseline = {
  run: 0,
  attempt: 1,
  results: { toy: { means: { loss: 1 }, stderrs: { loss: 0.02 } } },
  outputs: { 'run_0/final_info.json': resultFile(1) },
  resources,
  environment: { cpu: 'Other CPU', python: '3.12' },
  sandbox: 'toy',
  stdout: '',
  stderr: '',
};

type Answer = (input: any, count: number) => string | undefined;
export type World = {
  readonly limits?: object;
  readonly template?: object;
  readonly baseline?: unknown;
  /** By step; undefined stands for an unreachable model. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** `count` is the number of attempts at that experiment, or at the plot. */
  readonly experiment?: (run: number, count: number, input: any) => Outcome<unknown>;
  readonly plot?: (count: number, input: any) => Outcome<unknown>;
  readonly choose?: (count: number) => number;
};

const textIn = (input: any): string => {
  const content = input.messages.at(-1).content;
  return typeof content === 'string' ? content : content.at(-1).text;
};

/** Replaces the first line of the file that a prompt shows. */
export const editOf = (input: any, file: string, line: string): string => {
  const shown = new RegExp(`<file name="${file}">\n(.*)\n`).exec(textIn(input))?.[1] ?? '';
  return `I change it.\n\n${file}\n\`\`\`python\n<<<<<<< SEARCH\n${shown}\n=======\n${line}\n>>>>>>> REPLACE\n\`\`\``;
};

export const dataIn = (input: any, name: string): any => {
  const text = new RegExp(`<data name="${name}">\n([\\s\\S]*?)\n</data>`).exec(textIn(input))?.[1];
  return text === undefined ? undefined : JSON.parse(text);
};

export const usual: Readonly<Record<string, Answer>> = {
  'coder.plan': () => '```json\n{"runs": [{"description": "rate 1"}, {"description": "rate 2"}]}\n```',
  'coder.edit': (input, count) => editOf(input, 'experiment.py', `rate = ${count}`),
  'coder.note': (input) => `The loss of run ${dataIn(input, 'run')} is lower.`,
  'coder.plot': (input, count) => editOf(input, 'plot.py', `labels = ["baseline", ${count}]`),
  'coder.describe': () => '```json\n{"loss.png": "The loss falls.", "rate.png": "The rates."}\n```',
};

export const stepIn = (input: any): string => /<step>([a-z.]+)<\/step>$/.exec(textIn(input))?.[1] ?? '';

/** The Coder and the Experimenter on one idea, until nothing is left to do. */
export const develop = (world: World = {}) => {
  const counts = new Map<string, number>();
  const count = (name: string): number => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name) ?? 0;
  };
  const asked: { readonly step: string; readonly input: any; readonly text: string }[] = [];
  const jobs: any[] = [];
  const perform = (kind: string, input: any): Outcome<unknown> => {
    if (kind === 'experiment') {
      jobs.push(input);
      const run = /--out_dir=run_(\d+)/.exec(input.command.join(' '))?.[1];
      if (run === undefined) return (world.plot ?? (() => drewWell))(count('plot'), input);
      return (world.experiment ?? ranWell)(Number(run), count(`run ${run}`), input);
    }
    const step = stepIn(input);
    asked.push({ step, input, text: textIn(input) });
    const answer = { ...usual, ...world.answers }[step]?.(input, count(step));
    return answer === undefined ? failure('model.unavailable', 'no answer') : success({ text: answer });
  };
  const simulator = new Simulator(roster(), perform, world.choose).start({
    ...startedWith(world.limits),
    ...(world.template && { template: world.template }),
  });
  const data = { number: 1, idea, baseline: 'baseline' in world ? world.baseline : baseline };
  simulator.append({ id: 'idea-1.others.1', type: 'idea.started', scope: 'idea-1', role: 'others', data });
  for (let steps = 0; simulator.advance(); steps += 1) {
    if (steps > 3000) throw new Error('the Coder does not come to an end');
  }
  return { events: simulator.events, fold: simulator.fold, asked, jobs };
};
