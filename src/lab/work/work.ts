import { waitingActors } from '../../actors/admission.ts';
import type { Fold } from '../../actors/fold.ts';
import type { Divergence } from '../../actors/output.ts';
import type { Performer } from '../../actors/performer.ts';
import type { Roster } from '../../actors/roster.ts';
import { workOnRun } from '../../actors/work-on-run.ts';
import { rootScope } from '../../events/id.ts';
import { applyToProgress, noProgress, type Progress, waitsForPerson } from '../../events/projections/progress.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recorded } from '../../ports/log.ts';
import { atPresent } from '../runs/present.ts';
import { saveResults } from '../runs/results.ts';
import { newWorkerName } from '../runs/working.ts';
import type { Services } from '../services.ts';
import { tellTelemetry, type Viewer } from './viewer.ts';

/** How work on a run ended. */
export type WorkEnd =
  | { readonly end: 'finished'; readonly progress: Progress; readonly folder: string }
  | { readonly end: 'paused'; readonly reason: string }
  | { readonly end: 'stopped' }
  /** These actors wait for a person, and nothing else is left to do. */
  | { readonly end: 'waiting'; readonly actors: readonly string[] }
  /** Nothing is under way; `broken` is the actor whose failure caused it. */
  | { readonly end: 'stuck'; readonly broken: { readonly actor: string; readonly failure: string } | null }
  | { readonly end: 'read-only'; readonly divergence: Divergence | undefined };

/** A run that this process is ready to work on. */
export type Work = {
  readonly run: string;
  /** Full names by role. */
  readonly models: Readonly<Record<string, string>>;
  /**
   * Works until the run is over, is paused with nothing under way, or the signal; an impatient one also until nothing is
   * left but to wait for a person. Writes a finished run's results.
   */
  readonly perform: (viewer: Viewer, signal: AbortSignal, isPatient?: boolean) => Promise<WorkEnd>;
  readonly close: () => Promise<void>;
};

type Parts = {
  readonly run: string;
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  readonly models: Readonly<Record<string, string>>;
};

/**
 * True if a run is paused and this process has nothing left to do for it: no task, no event to append. False while the pause is
 * for a fault of the infrastructure, because this process ends it.
 */
const isAtRest = (fold: Fold, progress: Progress, worker: string): boolean =>
  fold.control.status === 'paused' &&
  fold.control.pauseCause === undefined &&
  fold.divergence === undefined &&
  progress.activities.every((activity) => activity.worker !== worker) &&
  [...fold.outstanding.values()].every((output) => output.kind === 'perform' || fold.isDropped(output));

const brokenIn = (fold: Fold | undefined) => {
  const broken = [...(fold?.actors.values() ?? [])].find(({ scope, failure }) => scope === rootScope && failure);
  return broken?.failure === undefined ? null : { actor: broken.id, failure: broken.failure };
};

const perform = async (
  services: Services,
  broker: Broker,
  { run, roster, performers }: Parts,
  viewer: Viewer,
  interruption: AbortSignal,
  isPatient: boolean,
): Promise<WorkEnd> => {
  await services.openResults(services.resultsFolder);
  const logger = await services.logger('lab');
  const head = await (await broker.logs.open(run)).lastSequence();
  const name = await newWorkerName();
  const rest = new AbortController();
  const signal = AbortSignal.any([interruption, rest.signal]);
  const watching = tellTelemetry(broker, run, viewer, signal, logger);
  let fold: Fold | undefined;
  let progress = noProgress;
  let waiting: readonly string[] = [];
  const onEvent = ({ event: recorded, sequence }: Recorded, current: Fold): void => {
    const event = atPresent(recorded);
    fold = current;
    progress = applyToProgress(progress, event);
    viewer.event(event, head === 1 || sequence > head);
    if (sequence < head) return;
    const waitingNow = waitingActors(current);
    if (waitingNow.join() !== waiting.join()) viewer.waiting(waitingNow);
    waiting = waitingNow;
    if (isAtRest(current, progress, name) || (!isPatient && waitsForPerson(progress))) rest.abort();
  };
  const { clock, redaction } = services;
  const onOutage = (reason: string): void => viewer.outage?.(reason);
  const parts = { broker, run, roster, performers, clock, redaction, logger, name, onEvent, onOutage };
  const end = await workOnRun(parts, signal).finally(async () => {
    rest.abort();
    await watching;
  });
  if (end === 'finished') return { end, progress, folder: await saveResults(broker, run, services.resultsFolder) };
  if (end === 'stuck') return { end, broken: brokenIn(fold) };
  if (end === 'read-only') return { end, divergence: fold?.divergence };
  if (interruption.aborted) return { end };
  if (waitsForPerson(progress)) return { end: 'waiting', actors: progress.awaiting };
  return { end: 'paused', reason: fold?.control.pauseReason ?? '' };
};

/** Takes over the broker: the holder of the work closes it. */
export const prepareWork = (services: Services, broker: Broker, parts: Parts): Work => ({
  run: parts.run,
  models: parts.models,
  perform: (viewer, signal, isPatient = true) => perform(services, broker, parts, viewer, signal, isPatient),
  close: () => broker.close(),
});
