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
import type { LoadedTemplate } from '../../src/ports/templates.ts';
import { collect } from './broker-data.ts';
import { type Effect, experiments } from './playbook-experiments.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folderOf = (template: string): string => join(project, 'templates', template, 'playbook');
export const playbookFolder = folderOf('grokking');

/** The ideas in the order in which the playbook proposes them, and whether a known paper makes each not novel. */
export const scriptedIdeas = async (template = 'grokking'): Promise<readonly { name: string; known: boolean }[]> => {
  const folder = folderOf(template);
  const { order } = JSON.parse(await readFile(join(folder, 'playbook.json'), 'utf8')) as { order: string[] };
  const scripts = await Promise.all(
    order.map(async (name) => JSON.parse(await readFile(join(folder, name, 'script.json'), 'utf8'))),
  );
  return scripts.map((script, index) => ({ name: order[index] ?? '', known: script.known !== undefined }));
};

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
  readonly template: LoadedTemplate;
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

/** A template and the blobs that each run's broker needs. */
const load = async (template: string) => {
  const contents: Uint8Array[] = [];
  const loaded = await createTemplates({
    templates: join(project, 'templates'),
    sandboxLimits: join(project, 'sandbox', 'limits.json'),
  }).load(template, 'quick', async (bytes) => {
    contents.push(bytes);
    return createMemoryBroker().blobs.put(bytes);
  });
  return { loaded, contents };
};
const loads = new Map<string, ReturnType<typeof load>>();

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
  /** `grokking` by default. */
  readonly template?: string;
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
  const { template = 'grokking', literature, onRequest } = variation;
  const { model: asking = createPlaybook({ folder: folderOf(template) }) } = variation;
  const broker = createMemoryBroker();
  if (!loads.has(template)) loads.set(template, load(template));
  const { loaded, contents } = await (loads.get(template) as ReturnType<typeof load>);
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
    experiments(template, effect),
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
