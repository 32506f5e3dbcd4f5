import { randomBytes } from 'node:crypto';
import { storeEarlier } from '../../actors/earlier.ts';
import { loadNamed } from '../../actors/roles/known.ts';
import { type LoadedRoles, loadRoles } from '../../actors/roles/load.ts';
import { createRoster, type Roster } from '../../actors/roster.ts';
import type { Event } from '../../events/envelope.ts';
import { baselineScope, startedId } from '../../events/id.ts';
import { shellEvent } from '../../events/shell-event.ts';
import { completedExperimentSchema } from '../../events/vocabulary/experiment.ts';
import {
  type ArchivedIdea,
  type RosterRecord,
  type RunStarted,
  runStartedSchema,
  type Settings,
} from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import type { RunLog } from '../../ports/log.ts';
import type { LoadedTemplate } from '../../ports/templates.ts';
import { readEvents } from '../runs/read.ts';
import { summarise } from '../runs/summaries.ts';
import type { Hands, Services } from '../services.ts';

/** A readable, sortable, unique name, such as `grokking-20260102-1504-k3f9`. */
export const runName = (template: string, now: string): string => {
  const stamp = now.replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 13);
  const name = template
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  return `${name}-${stamp}-${randomBytes(2).toString('hex')}`;
};

/** Checks that the roles of a run fit together, and that every kind of task they request has a performer. */
export const assembleRoster = (
  { roles, performers }: LoadedRoles,
  rename: RosterRecord['rename'],
  hands: Hands,
): Roster => {
  const kinds = [...hands.performers, ...performers].map(({ task }) => task.kind);
  return createRoster(roles, rename, kinds);
};

/** The built-in roles, and those that a person named, each with the hash of its files. */
export const gatherRoles = async (
  { version, trustedRoles }: Services,
  base: readonly string[],
  named: readonly string[],
): Promise<LoadedRoles> => {
  const own = await loadRoles(base, version);
  const added = await loadNamed({ version, named, trusted: trustedRoles });
  return { roles: [...own.roles, ...added.roles], performers: [...own.performers, ...added.performers] };
};

type Beginning = {
  readonly run: string;
  readonly loaded: LoadedTemplate;
  readonly settings: Settings;
  readonly roster: Roster;
  readonly hands: Hands;
  readonly earlier: readonly ArchivedIdea[];
  readonly baseline: RunStarted['baseline'];
  readonly paper?: RunStarted['paper'];
};

/** Creates the log of a run and appends its first event. */
export const createLog = async (services: Services, broker: Broker, beginning: Beginning): Promise<RunLog> => {
  const { run, loaded, settings, roster, hands, earlier, baseline, paper } = beginning;
  const log = await broker.logs.create(run);
  const started = runStartedSchema.parse({
    settings,
    template: loaded.template,
    roster: roster.record,
    earlier: await storeEarlier(broker.blobs, earlier),
    baseline,
    models: hands.models,
    program: { name: 'ai-scientist', version: services.version },
    sandbox: hands.sandbox,
    paper,
  });
  await log.append(shellEvent('run.started', started, { id: startedId, run, role: 'host' }, services.clock.now()));
  return log;
};

export type Earlier = {
  readonly earlier: readonly ArchivedIdea[];
  readonly baseline: RunStarted['baseline'];
  /** Runs whose logs cannot be read, with reasons. Their ideas are missing from the earlier ones. */
  readonly unreadable: readonly string[];
};

/** Keeps one idea per name: the newest that was developed. `ideas` is sorted newest first. */
const distinct = (ideas: readonly ArchivedIdea[]): readonly ArchivedIdea[] => {
  const byName = new Map<string, ArchivedIdea>();
  for (const idea of ideas) {
    const present = byName.get(idea.name);
    if (present === undefined || (present.score === null && idea.score !== null)) byName.set(idea.name, idea);
  }
  return [...byName.values()].reverse();
};

const measuredIn = (run: string, events: readonly Event[]): RunStarted['baseline'] => {
  const measured = events.findLast(({ type, scope }) => type === 'experiment.completed' && scope === baselineScope);
  const read = completedExperimentSchema.safeParse(measured?.data);
  return measured !== undefined && read.success
    ? { experiment: read.data, origin: `${run}/${measured.id}` }
    : ((events[0] as Event).data as RunStarted).baseline;
};

/** What a new run takes over from earlier runs on its template: their ideas, and the newest baseline that still applies. */
export const gatherEarlier = async (broker: Broker, template: LoadedTemplate['template']): Promise<Earlier> => {
  const { runs, unreadable } = await summarise(broker);
  const similar = runs.filter(({ summary }) => summary.template === template.name);
  let baseline: RunStarted['baseline'] = null;
  for (const { run, summary } of similar) {
    if (baseline !== null) break;
    if (summary.baselineKey !== template.baselineKey || !summary.hasBaseline) continue;
    const events = await readEvents(broker, run);
    // With the baseline of a refused template taken over, nothing would try the template again.
    if (!events.some(({ type }) => type === 'template.refused')) baseline = measuredIn(run, events);
  }
  return {
    earlier: distinct(similar.flatMap(({ summary }) => summary.digest)),
    baseline,
    unreadable: unreadable.map(({ run, reason }) => `${run}: ${reason}`),
  };
};
