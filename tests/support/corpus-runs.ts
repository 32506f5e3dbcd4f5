import { createFork, planFork } from '../../src/actors/fork.ts';
import type { Performer } from '../../src/actors/performer.ts';
import { builtInRoles, examinerRole, importRoles, reviewRoles, withExaminer } from '../../src/actors/roles/load.ts';
import type { LoadedRole } from '../../src/actors/roster.ts';
import { seal } from '../../src/events/envelope.ts';
import { failure, type Outcome, success } from '../../src/events/outcome.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Role } from '../../src/machines/kit/kit.ts';
import type { Recorded, RunLog } from '../../src/ports/log.ts';
import { role as faultyRole } from '../corpus/roles/faulty.ts';
import { role as silentRole } from '../corpus/roles/silent.ts';
import { importedIdea, wholeImport } from './imported.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn, type Variation } from './playbook-lab.ts';

/** The smallest limits at which every step still happens. */
const small = {
  ideaReflections: 1,
  noveltyRounds: 2,
  papersPerSearch: 3,
  runs: 2,
  attemptsPerRun: 2,
  plotAttempts: 2,
  citationRounds: 2,
  fixRounds: 2,
  reviews: 2,
  reviewReflections: 1,
  answers: 2,
};

const faster = (run: number): number => 1 - run / 10;

/** One second passes between events, so that a recording does not depend on the time of recording. */
const steadyClock = (): (() => string) => {
  let seconds = 0;
  return () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++).toISOString();
};

type Instead = (input: any, times: number) => Outcome<unknown> | undefined;

/** Answers instead of a performer if `instead` returns an outcome; `times` counts the tasks of one name, from 1. */
const answering =
  (kind: string, nameOf: (input: any) => string, instead: Readonly<Record<string, Instead>>) =>
  (performer: Performer): Performer => {
    if (performer.task.kind !== kind) return performer;
    const counts = new Map<string, number>();
    return {
      ...performer,
      perform: async (input, performing) => {
        const name = nameOf(input);
        const times = (counts.get(name) ?? 0) + 1;
        counts.set(name, times);
        return instead[name]?.(input, times) ?? performer.perform(input, performing);
      },
    };
  };

const said = (text: string): Outcome<unknown> =>
  success({
    text,
    model: 'scripted:corpus',
    stopReason: 'end',
    usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 },
    costUsd: 0,
    latencyMs: 0,
  });

const model = (instead: Readonly<Record<string, Instead>>) => answering('model', ({ purpose }) => purpose, instead);

const only =
  (which: number, outcome: Outcome<unknown>): Instead =>
  (_, times) =>
    times === which ? outcome : undefined;

const crashed: Outcome<unknown> = success({
  reason: 'crashed',
  explanation: 'exit code 1',
  exitCode: 1,
  outputs: {},
  stdout: '',
  stderr: '',
  tail: 'NameError: name "figure" is not defined',
  resources: { wallTimeMs: 10, cpuTimeMs: 9, peakMemoryBytes: 1000, diskBytes: 10 },
  environment: { cpu: 'Example CPU' },
  sandbox: 'stand-in',
});

const unset: Outcome<unknown> = success({
  ok: false,
  pdf: null,
  errors: [{ file: 'conclusion.tex', line: 1, message: 'Undefined control sequence' }],
  warnings: [],
  logTail: '',
  text: '',
});

const repaired = said(
  `conclusion.tex\n\`\`\`latex\n${'What the tables say holds for models of this size, and we claim no more than that. '.repeat(5)}\n\`\`\``,
);

const chain =
  (...wraps: readonly NonNullable<Variation['wrap']>[]): NonNullable<Variation['wrap']> =>
  (performer) =>
    wraps.reduce((wrapped, wrap) => wrap(wrapped), performer);

const commandOf = ({ command }: { command: readonly string[] }): string => command[1] ?? '';

/** Many faults that are repaired: a refused answer, a failing model and library, a paper that must be fixed. */
const troubled: Variation = {
  wrap: chain(
    model({
      'coder.plan': only(1, said('I have no plan.')),
      'coder.note': () => failure('model.unavailable', 'nobody answers'),
      'writer.fix': () => repaired,
    }),
    answering('typeset', () => 'paper', { paper: only(1, unset) }),
    answering('search', () => 'search', {
      search: only(2, failure('literature.failed', 'the library does not answer')),
    }),
  ),
};

/** A person who makes each request once. */
const request = async (
  log: RunLog,
  type: string,
  data: object,
  scope = 'run',
  token = type.replace('.', '-'),
): Promise<void> => {
  const id = `human.${token}`;
  const draft = { id, type, version: 1, run: log.run, scope, role: 'human', causationid: id, data };
  await log.append(seal(draft, new Date(Date.UTC(2026, 0, 1)).toISOString()));
};

/** Pauses at the first edit, resumes, then cancels the first idea. */
const interrupted: Variation = {
  onEvent: ({ event }: Recorded, _, log) => {
    if (event.type === 'code.edited') void request(log, 'pause.requested', { reason: 'lunch' });
    if (event.type === 'run.paused') void request(log, 'resume.requested', { budget: { hours: 5 } });
    if (event.type === 'run.resumed')
      void request(log, 'cancel.requested', { scope: 'idea-1', reason: 'too much like another' });
  },
};

/**
 * Comments on the first idea, approves it when nothing else is left to do, and has its final paper revised; rejects the
 * third.
 */
const accompanied: Variation = {
  onEvent: ({ event: { type, scope } }: Recorded, _, log) => {
    if (type === 'idea.judged' && scope === 'idea-1')
      void request(log, 'comment.written', { text: 'Compare with weight decay, too.' }, scope);
    if (type === 'decision.awaited') void request(log, 'approve.requested', { scope: 'idea-1' });
    if (type === 'idea.judged' && scope === 'idea-3')
      void request(log, 'reject.requested', { scope, reason: 'too dear' });
    if (type === 'idea.finished' && scope === 'idea-1')
      void request(log, 'revise.requested', { scope, text: 'Say that there are three seeds.' });
  },
};

/** Every experiment except the baseline fails. */
const fruitless: Variation = {
  wrap: answering('experiment', commandOf, { 'experiment.py': (_, times) => (times > 1 ? crashed : undefined) }),
};

/** Every plot fails. */
const undrawn: Variation = { wrap: answering('experiment', commandOf, { 'plot.py': () => crashed }) };

/** Every proposal is nonsense. */
const unproposed: Variation = { wrap: model({ 'scientist.propose': () => said('Nothing comes to my mind.') }) };

/** The names of these roles in recordings, the same on every machine. */
const added = (role: Role): LoadedRole => ({ role, from: `tests/corpus/roles/${role.name}.ts`, version: 'test' });

const faulty: Variation = { added: [added(faultyRole)] };
const stuck: Variation = {
  added: [added(silentRole)],
  rename: { writer: { 'coding.finished': 'coding.cleared' } },
};

/** Reviews a paper from outside. */
const submitted: Variation = {
  roles: reviewRoles,
  rename: { reviewer: { 'paper.compiled': 'paper.submitted' } },
  paper: {
    name: 'shaken-toys',
    title: 'Shaken Toys',
    text: 'Shaken Toys\n\nAbstract\nWe shake toys and measure a loss of 3.25 against 3.5 before, over three seeds.',
    file: { name: 'shaken-toys.pdf', blob: 'a'.repeat(64), sizeBytes: 10 },
    pages: [],
  },
};

/** Two ideas of another system: one of which little is known, and one with everything that an import may have. */
const imported: Variation = {
  roles: importRoles,
  onEvent: ({ event }: Recorded, _, log) => {
    if (event.type === 'run.started') void request(log, 'idea.imported', importedIdea(), 'idea-1', 'import-1');
    if (event.scope === 'idea-1') void request(log, 'idea.imported', wholeImport, 'idea-2', 'import-2');
  },
};

/** Tries a template without ideas. */
const checked: Variation = { roles: [...builtInRoles, examinerRole], rename: withExaminer({}) };
const uncompiled = success({ ok: false, pdf: null, errors: [], warnings: [], logTail: '', text: '' });
const refused: Variation = { ...checked, wrap: answering('typeset', () => 'paper', { paper: () => uncompiled }) };

type Recipe = {
  readonly ideas: number;
  readonly settings?: object;
  readonly variation: Variation;
  /** The event at which the run is forked; the fork is then recorded instead. */
  readonly forkedAt?: number;
};

const recipes: Readonly<Record<string, Recipe>> = {
  improved: { ideas: 2, settings: { improvement: true }, variation: {} },
  troubled: { ideas: 1, variation: troubled },
  interrupted: { ideas: 2, variation: interrupted },
  accompanied: { ideas: 3, settings: { approveIdeas: true }, variation: accompanied },
  forked: { ideas: 1, variation: {}, forkedAt: 40 },
  fruitless: { ideas: 1, variation: fruitless },
  undrawn: { ideas: 1, variation: undrawn },
  unproposed: { ideas: 1, variation: unproposed },
  submitted: { ideas: 1, variation: submitted },
  checked: { ideas: 0, variation: checked },
  refused: { ideas: 0, variation: refused },
  faulty: { ideas: 1, variation: faulty },
  stuck: { ideas: 1, variation: stuck },
  imported: { ideas: 2, variation: imported },
};

export const corpusNames: readonly string[] = Object.keys(recipes);

/** Plays one of the corpus's runs and returns its log. */
export const playCorpusRun = async (name: string): Promise<readonly Recorded[]> => {
  const { ideas, settings = {}, variation, forkedAt } = recipes[name] as Recipe;
  const now = steadyClock();
  const run = `corpus-${name}`;
  const lab = await createPlaybookLab(faster, { now, ...variation });
  const original = await lab.begin(run, { ideas, limits: small, ...settings });
  await finished(lab, run);
  const log = await recordedIn(original);
  if (forkedAt === undefined) return log;
  const { settings: same, models, program } = (log[0] as Recorded).event.data as RunStarted;
  const changes = { settings: same, models, program, budget: same.budget, summary: [] };
  const plan = planFork({ run, log, blobs: lab.broker.blobs }, forkedAt, lab.roster, changes);
  const fork = await createFork(lab.broker.logs, `${run}-again`, plan, now());
  await finished(lab, fork.run);
  return recordedIn(fork);
};

const finished = async (lab: PlaybookLab, run: string): Promise<void> => {
  const end = await lab.work(run);
  if (end !== 'finished') throw new Error(`${run} ended as ${end}`);
};
