import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { storeEarlier } from '../../src/actors/earlier.ts';
import type { Fold } from '../../src/actors/fold.ts';
import type { HostEnd } from '../../src/actors/host.ts';
import type { Performer } from '../../src/actors/performer.ts';
import { modelPerformer } from '../../src/actors/performers/model.ts';
import { searchPerformer } from '../../src/actors/performers/search.ts';
import { builtInRoles, loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster, type LoadedRole, type Roster } from '../../src/actors/roster.ts';
import { workOnRun } from '../../src/actors/work-on-run.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { createLibrary } from '../../src/adapters/literature/library/library.ts';
import { createPlaybook } from '../../src/adapters/models/playbook/playbook.ts';
import { createTemplates } from '../../src/adapters/templates/load.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { failure, success } from '../../src/events/outcome.ts';
import { textAt } from '../../src/events/tree.ts';
import {
  type ArchivedIdea,
  type RosterRecord,
  runStartedSchema,
  type SubmittedPaper,
  settingsSchema,
} from '../../src/events/vocabulary/run.ts';
import { tasks } from '../../src/events/vocabulary/tasks.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Literature } from '../../src/ports/literature.ts';
import type { Recorded, RunLog } from '../../src/ports/log.ts';
import type { Model, ModelRequest } from '../../src/ports/model.ts';
import { collect } from './broker-data.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
export const playbookFolder = join(project, 'templates', 'grokking', 'playbook');

/** The ideas in the order in which the playbook proposes them, and whether a known paper makes each not novel. */
export const scriptedIdeas = async (): Promise<readonly { name: string; known: boolean }[]> => {
  const { order } = JSON.parse(await readFile(join(playbookFolder, 'playbook.json'), 'utf8')) as { order: string[] };
  const scripts = await Promise.all(
    order.map(async (name) => JSON.parse(await readFile(join(playbookFolder, name, 'script.json'), 'utf8'))),
  );
  return scripts.map((script, index) => ({ name: order[index] ?? '', known: script.known !== undefined }));
};

/** Factors by which experiment n's measurements differ from the baseline's. */
export type Effect = (run: number) => number;

const metrics: Readonly<Record<string, number>> = {
  final_train_loss: 0.0213,
  final_val_loss: 0.1874,
  final_train_acc: 0.9871,
  final_val_acc: 0.9532,
  steps_to_99_train_acc: 61.3,
  steps_to_99_val_acc: 213.7,
  reached_99_val_acc: 0.97,
};

const isShare = (metric: string): boolean => /acc$/.test(metric) && !metric.startsWith('steps');

const measured = (experiment: string, run: number, effect: Effect) => {
  const quick = /"quick": Settings\(([\s\S]*?)\n {4}\)/.exec(experiment)?.[1] ?? '';
  const datasets = [...(/datasets=\(([^)]*)\)/.exec(quick)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name);
  return Object.fromEntries(
    datasets.map((dataset, index) => {
      const means = Object.fromEntries(
        Object.entries(metrics).map(([metric, value]) => [
          metric,
          isShare(metric) ? Math.min(1, value) : value * (1 + index / 17) * (run === 0 ? 1 : effect(run)),
        ]),
      );
      const stderrs = Object.fromEntries(Object.entries(means).map(([metric, value]) => [metric, value * 0.021]));
      return [dataset, { means, stderrs }];
    }),
  );
};

/** Fails as Python would: a setting that the settings class does not have is an error. */
const crashOf = (experiment: string): string | undefined => {
  const fields = /class Settings:\n([\s\S]*?)\n\n/.exec(experiment)?.[1] ?? '';
  const used = [...experiment.matchAll(/\bsettings\.(\w+)/g)].map(([, name = '']) => name);
  const missing = used.find((name) => !new RegExp(`^ +${name}: `, 'm').test(fields));
  return missing && `AttributeError: 'Settings' object has no attribute '${missing}'`;
};

const figuresOf = (plot: string): readonly string[] =>
  [...new Set([...plot.matchAll(/"(\w+\.png)"/g)].map(([, name = '']) => name))].sort();

const use = { wallTimeMs: 4321, cpuTimeMs: 4000, peakMemoryBytes: 300_000_000, diskBytes: 9000 };

/** Replaces the sandbox: computes measurements by formula, and crashes on a missing setting. */
const experiments = (effect: Effect): Performer<typeof tasks.experiment> => ({
  task: tasks.experiment,
  concurrency: 2,
  attempts: 1,
  perform: async (input, { blobs }) => {
    const code = textAt(input.workspace, 'experiment.py') ?? '';
    const empty = await blobs.put(new Uint8Array());
    const rest = { stdout: empty, stderr: empty, resources: use, environment, sandbox: 'stand-in', skipped: [] };
    const run = Number(/run_(\d+)/.exec(input.command.join(' '))?.[1] ?? Number.NaN);
    if (Number.isNaN(run)) {
      const names = figuresOf(textAt(input.workspace, 'plot.py') ?? '');
      const blob = await blobs.put(new TextEncoder().encode('a figure'));
      const outputs = Object.fromEntries(names.map((name) => [name, { blob, sizeBytes: 8 }]));
      return success({ reason: 'completed', explanation: '', exitCode: 0, outputs, tail: '', ...rest });
    }
    const crash = crashOf(code);
    if (crash !== undefined) {
      const told = { reason: 'crashed' as const, explanation: 'exit code 1', exitCode: 1, outputs: {}, tail: crash };
      return success({ ...told, ...rest });
    }
    const text = JSON.stringify(measured(code, run, effect));
    const outputs = { [`run_${run}/final_info.json`]: { text } };
    return success({ reason: 'completed', explanation: '', exitCode: 0, outputs, tail: '', ...rest });
  },
});

const environment = { cpu: 'Example CPU with 2 cores', memory: '8 GB', python: '3.13.5', torch: '2.6.0' };

/** Replaces LaTeX: every paper compiles, and its text is its source. */
const typesetter: Performer<typeof tasks.typeset> = {
  task: tasks.typeset,
  concurrency: 2,
  attempts: 1,
  perform: async ({ sources, main }, { blobs }) => {
    const text = textAt(sources, main);
    if (text === undefined) return failure('test/no_main', main);
    const pdf = { blob: await blobs.put(new TextEncoder().encode('%PDF')), sizeBytes: 4, pages: 7 };
    return success({ ok: true, pdf, errors: [], warnings: [], logTail: '', text });
  },
};

const silent = pino({ level: 'silent' });

export const playbook = createPlaybook({ folder: playbookFolder });

export type PlaybookLab = {
  readonly broker: Broker;
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  readonly template: Awaited<typeof template>['loaded'];
  /** Purposes of the model calls. */
  readonly asked: ReadonlySet<string>;
  /** `<run> <task>` of every task that was performed, in order. */
  readonly performed: readonly string[];
  /** The fold after the last event. */
  readonly fold: () => Fold | undefined;
  /** Creates a run without working on it. */
  begin(run: string, settings: object): Promise<RunLog>;
  /** Works on a run until it ends. */
  work(run: string, signal?: AbortSignal): Promise<HostEnd>;
};

/** The template, loaded once, and the blobs that each run's broker needs. */
const template = (async () => {
  const contents: Uint8Array[] = [];
  const loaded = await createTemplates({
    templates: join(project, 'templates'),
    sandboxLimits: join(project, 'sandbox', 'limits.json'),
  }).load('grokking', 'quick', async (bytes) => {
    contents.push(bytes);
    return createMemoryBroker().blobs.put(bytes);
  });
  return { loaded, contents };
})();

export type Played = {
  readonly events: readonly Event[];
  readonly asked: ReadonlySet<string>;
  readonly log: readonly Recorded[];
  readonly roster: Roster;
  /** The broker that holds the run under its name. */
  readonly broker: Broker;
  readonly run: string;
  /** The fold at the end of the run. */
  readonly fold: Fold;
};

/** How a run differs from the usual one. */
export type Variation = {
  readonly run?: string;
  readonly now?: () => string;
  /** Roles that replace the built-in ones, as a roster names them, and the events that they rename. */
  readonly roles?: readonly string[];
  /** Roles in addition to them. */
  readonly added?: readonly LoadedRole[];
  readonly rename?: RosterRecord['rename'];
  /** Ideas left by earlier runs. */
  readonly earlier?: readonly ArchivedIdea[];
  /** A paper from outside for the run to review. */
  readonly paper?: SubmittedPaper;
  /** Replaces the playbook. */
  readonly model?: Model;
  /** Replaces the template's library. */
  readonly literature?: Literature;
  readonly onRequest?: (request: ModelRequest) => void;
  /** Wraps the performers of the run's tasks. */
  readonly wrap?: (performer: Performer) => Performer;
  /** Time limit of the run; a quarter of an hour by default. */
  readonly limitMs?: number;
  readonly onEvent?: (recorded: Recorded, fold: Fold, log: RunLog) => void;
};

/** The built-in roles on the playbook or another model, with a memory broker; all else but the library is a stand-in. */
export const createPlaybookLab = async (effect: Effect, variation: Variation = {}): Promise<PlaybookLab> => {
  const { now = () => new Date().toISOString(), wrap = (performer) => performer } = variation;
  const { model: asking = playbook, literature, onRequest } = variation;
  const broker = createMemoryBroker();
  const { loaded, contents } = await template;
  for (const bytes of contents) await broker.blobs.put(bytes);
  const asked = new Set<string>();
  const performed: string[] = [];
  const model: Model = {
    ...asking,
    answer: (request, call) => {
      asked.add(request.purpose);
      onRequest?.(request);
      return asking.answer(request, call);
    },
  };
  const { roles, performers: theirs } = await loadRoles(variation.roles ?? builtInRoles, 'test');
  const performers = [
    modelPerformer(() => model),
    searchPerformer(literature ?? createLibrary({ file: loaded.library ?? '' })),
    experiments(effect),
    typesetter,
    ...theirs,
  ]
    .map(wrap)
    .map(
      (performer): Performer => ({
        ...performer,
        perform: (input, performing) => {
          performed.push(`${performing.task.run} ${performing.task.id}`);
          return performer.perform(input, performing);
        },
      }),
    );
  const kinds = performers.map(({ task }) => task.kind);
  const roster = createRoster([...roles, ...(variation.added ?? [])], variation.rename ?? {}, kinds);
  const clock = {
    now,
    sleep: (delayMs: number, signal?: AbortSignal) => sleep(delayMs, undefined, { signal }).catch(() => {}),
  };
  const begin = async (run: string, settings: object): Promise<RunLog> => {
    const log = await broker.logs.create(run);
    const data = runStartedSchema.parse({
      settings: settingsSchema.parse({
        profile: loaded.profile,
        limits: loaded.limits,
        budget: { dollars: null, tokens: null, hours: null },
        ...settings,
      }),
      template: loaded.template,
      roster: roster.record,
      earlier: await storeEarlier(broker.blobs, variation.earlier ?? []),
      baseline: null,
      models: { scientist: model.name, writer: model.name },
      program: { name: 'ai-scientist', version: 'test' },
      sandbox: 'stand-in',
      paper: variation.paper,
    });
    const id = 'run.started';
    const draft = { id, type: id, version: 2, run, scope: 'run', role: 'host', causationid: id, data };
    await log.append(seal(draft, clock.now()));
    return log;
  };
  let fold: Fold | undefined;
  const work = async (run: string, signal = AbortSignal.timeout(variation.limitMs ?? 900_000)): Promise<HostEnd> => {
    const log = await broker.logs.open(run);
    const onEvent = (recorded: Recorded, folded: Fold) => {
      fold = folded;
      variation.onEvent?.(recorded, folded, log);
    };
    return workOnRun({ broker, run, roster, performers, clock, logger: silent, name: 'test', onEvent }, signal);
  };
  return { broker, roster, performers, template: loaded, asked, performed, fold: () => fold, begin, work };
};

export const recordedIn = (log: RunLog): Promise<readonly Recorded[]> => collect(log.read());

/** Plays a whole run in such a lab. */
export const playRun = async (
  ideas: number,
  effect: Effect,
  settings: object = {},
  variation: Variation = {},
): Promise<Played> => {
  const { run = 'played' } = variation;
  const lab = await createPlaybookLab(effect, variation);
  const recorded = await lab.begin(run, { ideas, ...settings });
  const end = await lab.work(run);
  const fold = lab.fold();
  if (end !== 'finished' || fold === undefined) throw new Error(`the run ended as ${end}`);
  const log = await recordedIn(recorded);
  return { ...lab, events: log.map(({ event }) => event), log, run, fold };
};
