import type { Event } from '../../events/envelope.ts';
import { rootScope } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';
import { appendRequest, isAnswered, settleAlone } from './requests.ts';

const isOver = async (): Promise<boolean> => true;

/**
 * Throws CodedError('run.over') for a run that has ended, because it cannot react to requests. `isWhollyOver` is asked about a
 * finished run.
 */
export const progressOfOpenRun = async (broker: Broker, run: string, isWhollyOver = isOver): Promise<Progress> => {
  const progress = progressOf(await readEvents(broker, run));
  if (progress.status === 'finished' && (await isWhollyOver()))
    throw new CodedError('run.over', `run ${run} is over (${progress.outcome}): it accepts no requests any more`);
  return progress;
};

export type Paused = {
  readonly run: string;
  /** Whether a process that works on the run has paused it, or the pause is recorded for the next one. */
  readonly by: 'earlier request' | 'its process' | 'nobody yet';
  readonly reason: string;
};

/** Pauses a run. If no process works on it, its roles record the pause here. */
export const pauseRun = (services: Services, given: string, reason: string): Promise<Paused> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const { status, pausedByProgram, reason: present } = await progressOfOpenRun(broker, run);
    if (status === 'paused' && !pausedByProgram) return { run, by: 'earlier request', reason: present };
    const after = await appendRequest(services, broker, run, 'pause.requested', { reason });
    if (await isAnswered(broker, run, after, ({ type }) => type === 'run.paused'))
      return { run, by: 'its process', reason };
    await settleAlone(services, broker, run);
    return { run, by: 'nobody yet', reason };
  });

const scopeToCancel = ({ archive }: Progress, run: string, idea: number | undefined): string => {
  if (idea === undefined) return rootScope;
  const entry = archive.ideas.find(({ origin, number }) => origin === 'run' && number === idea);
  if (entry === undefined) throw new CodedError('idea.unknown', `run ${run} has no idea ${idea}: see \`show ${run}\``);
  if (entry.outcome !== null)
    throw new CodedError('idea.over', `idea ${idea} of ${run} has already ended: ${entry.outcome}`);
  return entry.scope;
};

export type Cancelled = { readonly run: string; readonly isWorkedOn: boolean };

/** Cancels a run, or the idea with that number, for good. */
export const cancelRun = (
  services: Services,
  given: string,
  idea: number | undefined,
  reason: string,
): Promise<Cancelled> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const scope = scopeToCancel(await progressOfOpenRun(broker, run), run, idea);
    const after = await appendRequest(services, broker, run, 'cancel.requested', { scope, reason });
    const isAnswer = ({ type, data }: Event) =>
      type === 'scope.cancelled' && (data as { scope: string }).scope === scope;
    if (await isAnswered(broker, run, after, isAnswer)) return { run, isWorkedOn: true };
    await settleAlone(services, broker, run);
    return { run, isWorkedOn: false };
  });
