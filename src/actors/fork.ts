import { type Event, recordedBy } from '../events/envelope.ts';
import { forkedId, requestId, startedId, taskOf } from '../events/id.ts';
import { CodedError } from '../events/outcome.ts';
import { shellEvent } from '../events/shell-event.ts';
import { upcast } from '../events/upcast.ts';
import type { Budget, Lineage, RunStarted } from '../events/vocabulary/run.ts';
import type { Recorded, RunLog, RunLogs } from '../ports/log.ts';
import type { Recording } from '../ports/recording.ts';
import { canonical, hashOf } from './canonical.ts';
import { HashChain } from './chain.ts';
import { withoutPages } from './earlier.ts';
import { Fold } from './fold.ts';
import type { Divergence } from './output.ts';
import type { Roster } from './roster.ts';

/** The changes that a fork makes, from the beginning or from event `through` on. */
export type ForkChanges = {
  readonly settings: RunStarted['settings'];
  readonly models: RunStarted['models'];
  /** The program that records the fork from there on. */
  readonly program: RunStarted['program'];
  /** The fork's own budget. */
  readonly budget: Budget;
  /** Replacement data for event `through`. */
  readonly edit?: { readonly type?: string; readonly data: unknown };
  /** A person's remark, inserted right after event `through`. */
  readonly comment?: { readonly scope: string; readonly text: string };
  /** Describes the changes. */
  readonly summary: readonly string[];
};

export type ForkPlan = {
  /** Data of the fork's `run.started`. */
  readonly started: RunStarted & { readonly forkedFrom: Lineage };
  /** Events 2 to `through` of the original, with at most one edited; hash chain values are recomputed. */
  readonly shared: readonly Event[];
  readonly budget: Budget;
  readonly comment: ForkChanges['comment'];
};

/** Refuses a fork, because this code with these changes would have recorded another history up to that point. */
export class ForkRefused extends CodedError {
  readonly divergence: Divergence;

  constructor(run: string, divergence: Divergence) {
    const { sequence, id, message } = divergence;
    super(
      'fork.diverged',
      `run ${run} cannot be forked there: with this code and these changes, event ${sequence} (${id}) differs (${message}); fork before it with --at ${sequence - 1}`,
    );
    this.divergence = divergence;
  }
}

const shellTypes = new Set([
  'run.started',
  'run.forked',
  'run.quiesced',
  'decision.awaited',
  'task.started',
  'log.chained',
]);

/** Throws CodedError('fork.not_editable') for an event that only the shell can make, or data that the schema rejects. */
const edited = (event: Event, { type = event.type, data }: NonNullable<ForkChanges['edit']>, roster: Roster): Event => {
  const refuse = (why: string) => new CodedError('fork.not_editable', `event ${event.id} (${event.type}): ${why}`);
  if (shellTypes.has(event.type)) throw refuse('only task results, role outputs and requests by people can be edited');
  if (type !== event.type && taskOf(event.id) === undefined) throw refuse(`it cannot become ${type}`);
  const checked = roster.schemas.get(type)?.safeParse(data);
  if (checked !== undefined && !checked.success)
    throw refuse(
      `the new data does not match its schema: ${checked.error.issues[0]?.message} at ${checked.error.issues[0]?.path.join('.')}`,
    );
  return { ...event, type, dataschema: event.dataschema.replace(event.type, type), data: checked?.data ?? data };
};

const chainThrough = (log: readonly Recorded[], through: number): string => {
  const chain = new HashChain();
  let link = '';
  for (const { subject, bytes } of log.slice(0, through)) link = chain.add(subject, bytes);
  return link;
};

/** Uses the original's name, models and hash chain, so that only the code and the changes can cause a difference. */
const firstDivergence = (
  roster: Roster,
  events: readonly Event[],
  started: RunStarted,
  editedIds: readonly string[],
): Divergence | undefined => {
  const fold = new Fold(roster, 'outputs', editedIds);
  for (const [index, event] of events.entries()) {
    fold.apply(index === 0 ? { ...event, data: started } : event, index + 1);
    if (fold.divergence !== undefined) return fold.divergence;
  }
  return undefined;
};

/**
 * Plans a fork of a recorded run after event number `through`; writes nothing. Throws ForkRefused,
 * CodedError('event.unknown') or CodedError('fork.not_editable').
 */
export const planFork = ({ run, log }: Recording, through: number, roster: Roster, changes: ForkChanges): ForkPlan => {
  const last = log[through - 1];
  const first = log[0];
  if (first === undefined || last === undefined)
    throw new CodedError('event.unknown', `run ${run} has no event ${through}: give a number from 1 to ${log.length}`);
  const begun = upcast(first.event, roster.definitions.get(first.event.type));
  const original = begun.data as RunStarted;
  const { edit, settings, models, program, budget, summary } = changes;
  const point = edit === undefined ? last.event : edited(last.event, edit, roster);
  const events = [begun, ...log.slice(1, through - 1).map(({ event }) => event), ...(through === 1 ? [] : [point])];
  const editedIds = edit === undefined ? [] : [point.id];
  const divergence = firstDivergence(roster, events, { ...original, settings }, editedIds);
  if (divergence !== undefined) throw new ForkRefused(run, divergence);
  const forkedFrom: Lineage = {
    run,
    through,
    id: point.id,
    chain: chainThrough(log, through),
    edited: editedIds,
    changes: [
      ...summary,
      ...(edit === undefined ? [] : [`event ${point.id} edited: ${hashOf(point.data).slice(0, 12)}`]),
    ],
  };
  const earlier = withoutPages(original.earlier);
  const started = { ...original, earlier, settings, models, program, roster: roster.record, forkedFrom };
  return { started, shared: events.slice(1), budget, comment: changes.comment };
};

/** Returns the log of that name: a new one, or one that an interrupted attempt at the same plan left incomplete. */
const openHalf = async (logs: RunLogs, run: string, { started }: ForkPlan): Promise<RunLog> => {
  if (!(await logs.list()).includes(run)) return logs.create(run);
  const log = await logs.open(run);
  const first = await log.get(startedId);
  const isSame = first === undefined || canonical(first.event.data) === canonical(started);
  const isWhole = (await log.get(forkedId(started.forkedFrom.through))) !== undefined;
  if (!isSame || isWhole) throw new CodedError('run.exists', `run "${run}" already exists: give another name`);
  return log;
};

/** Returns the value of a log's hash chain through an already recorded event; call it in sequence order. */
const chainOf = (log: RunLog, signal: AbortSignal) => {
  const chain = new HashChain();
  const stored = log.follow(1, signal)[Symbol.asyncIterator]();
  let position = 0;
  let link = '';
  return async (through: number): Promise<string> => {
    for (; position < through; position += 1) {
      const { value } = await stored.next();
      link = chain.add(value.subject, value.bytes);
    }
    return link;
  };
};

/**
 * Writes a fork's log event by event, and `run.forked` last: no process works on the run before that. Calling it again
 * with the same name completes an interrupted fork. Throws CodedError('run.exists').
 */
export const createFork = async (logs: RunLogs, run: string, plan: ForkPlan, now: string): Promise<RunLog> => {
  const { started, shared, budget, comment } = plan;
  const { through, run: original, edited: editedIds } = started.forkedFrom;
  const isEdited = ({ id }: Event): boolean => editedIds.includes(id);
  const log = await openHalf(logs, run, plan);
  const done = new AbortController();
  const linkThrough = chainOf(log, done.signal);
  try {
    await log.append(shellEvent('run.started', started, { id: startedId, run, role: 'host' }, now));
    for (const event of shared) {
      if (event.type !== 'log.chained') await log.append(isEdited(event) ? recordedBy(run, event) : event);
      else {
        const { through: position } = event.data as { through: number };
        await log.append({
          ...recordedBy(run, event),
          data: { through: position, sha256: await linkThrough(position) },
        });
      }
    }
    if (comment !== undefined) {
      const { scope, text } = comment;
      const head = { id: requestId(hashOf(comment).slice(0, 26)), run, role: 'human', scope };
      await log.append(shellEvent('comment.written', { text }, head, now));
    }
    const end = { id: forkedId(through), run, role: 'host' };
    await log.append(shellEvent('run.forked', { run: original, through, budget }, end, now));
  } finally {
    done.abort();
  }
  return log;
};
