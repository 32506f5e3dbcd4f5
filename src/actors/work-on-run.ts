import type { Logger } from 'pino';
import type { Redaction } from '../events/redaction.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Recorded } from '../ports/log.ts';
import { admitted } from './admission.ts';
import type { Fold } from './fold.ts';
import { Host, type HostEnd } from './host.ts';
import { faultThrown } from './outages/faults.ts';
import { Outages } from './outages/outages.ts';
import { faultIn, Pauses } from './outages/pauses.ts';
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
  /** Called at once with the reason of an outage, and with '' when the run resumes. */
  readonly onOutage?: (reason: string) => void;
};

/** Longer than a live process needs to end its own pause. */
const foreignPauseMs = 60_000;

/** Runs a host and a worker until the run is over or the signal aborts. Other processes may do so at the same time. */
export const workOnRun = async (parts: LabParts, signal: AbortSignal): Promise<HostEnd> => {
  const { broker, run, roster, clock, logger, name, performers, redaction } = parts;
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const log = await broker.logs.open(run);
  const head = await log.lastSequence();
  const outages = new Outages({
    check: () => broker.trouble(),
    clock,
    signal: stop,
    onChange: (fault) => {
      const reason = fault === undefined ? pauses.end() : pauses.ask(fault);
      parts.onOutage?.(reason);
    },
  });
  /** Ends a pause that another process requested, in case that process is gone. */
  const takeOver = ({ control }: Fold, waitMs: number): void => {
    const fault = faultIn(control, clock.now());
    void outages.meet({ ...fault, waitMs: Math.max(fault.waitMs, waitMs) }, stop);
  };
  const host = new Host({
    log,
    tasks: broker.tasks,
    blobs: broker.blobs,
    roster,
    clock,
    logger,
    onError: (error) => {
      const fault = faultThrown(error);
      if (fault !== undefined) void outages.meet(fault, stop);
    },
    onEvent: (recorded, fold) => {
      const { type } = recorded.event;
      if (type === 'scope.cancelled') worker.abortWhere((id) => isDropped(fold, id));
      if (type === 'run.resumed') outages.hasten();
      if (recorded.sequence >= head && pauses.isForeign && (type === 'run.paused' || recorded.sequence === head))
        takeOver(fold, recorded.sequence === head ? 0 : foreignPauseMs);
      parts.onEvent?.(recorded, fold);
    },
  });
  const pauses = new Pauses({
    log,
    fold: () => host.fold,
    clock,
    onProblem: (error) => logger.warn({ error: (error as Error).message }, 'a pause was not recorded'),
  });
  const worker = new Worker({
    name,
    run,
    broker,
    log,
    performers,
    clock,
    logger,
    ...(redaction && { redaction }),
    admits: (task) => (outages.isOn ? 'later' : verdict(host.fold, task.id)),
    outages,
    reservations: new Reservations({ log, fold: () => host.fold, clock }),
  });
  const lease = await holdForStoring(broker, { run, worker: name }).catch((error: Error & { code?: string }) => {
    if (error.code === 'gc.running') throw error;
    logger.warn({ error: error.message }, 'this process works without a lease and may appear dead to others');
  });
  outages.watch();
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
