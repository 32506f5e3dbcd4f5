import type { Logger } from 'pino';
import type { Redaction } from '../events/redaction.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Recorded } from '../ports/log.ts';
import { admitted } from './admission.ts';
import type { Fold } from './fold.ts';
import { Host, type HostEnd } from './host.ts';
import type { Performer } from './performer.ts';
import { Reservations } from './reservations.ts';
import type { Roster } from './roster.ts';
import { holdForStoring } from './storing.ts';
import { Worker } from './worker.ts';

export type LabParts = {
  readonly broker: Broker;
  readonly run: string;
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redaction?: Redaction;
  readonly name: string;
  readonly onEvent?: (recorded: Recorded, fold: Fold) => void;
};

/** Runs a host and a worker until the run is over or the signal aborts. Other processes may do so at the same time. */
export const workOnRun = async (parts: LabParts, signal: AbortSignal): Promise<HostEnd> => {
  const { broker, run, roster, clock, logger, name, performers, redaction } = parts;
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const log = await broker.logs.open(run);
  const host = new Host({
    log,
    tasks: broker.tasks,
    blobs: broker.blobs,
    roster,
    clock,
    logger,
    onEvent: (recorded, fold) => {
      if (recorded.event.type === 'scope.cancelled') worker.abortWhere((id) => isDropped(fold, id));
      parts.onEvent?.(recorded, fold);
    },
  });
  const worker = new Worker({
    name,
    run,
    broker,
    performers,
    clock,
    logger,
    ...(redaction && { redaction }),
    admits: (task) => verdict(host.fold, task.id),
    reservations: new Reservations({ log, fold: () => host.fold, clock }),
  });
  const lease = await holdForStoring(broker, { run, worker: name }).catch((error: Error & { code?: string }) => {
    if (error.code === 'gc.running') throw error;
    logger.warn({ error: error.message }, 'this process works without a lease and may appear dead to others');
  });
  const working = worker.work(stop);
  try {
    return await host.work(signal);
  } finally {
    over.abort();
    await working;
    await lease?.release().catch(() => {});
  }
};

const isDropped = (fold: Fold, task: string): boolean => {
  const output = fold.outstanding.get(task);
  return output === undefined || fold.isDropped(output);
};

const verdict = (fold: Fold, task: string) => {
  const output = fold.outstanding.get(task);
  if (output === undefined) return 'later';
  if (fold.isDropped(output)) return 'dropped';
  return admitted(fold).some(({ id }) => id === task) ? 'go' : 'later';
};
