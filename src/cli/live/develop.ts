import { join } from 'node:path';
import { waitsForPerson } from '../../actors/admission.ts';
import type { Fold } from '../../actors/fold.ts';
import type { HostEnd } from '../../actors/host.ts';
import type { Performer } from '../../actors/performer.ts';
import type { Roster } from '../../actors/roster.ts';
import { workOnRun } from '../../actors/work-on-run.ts';
import { rootScope } from '../../events/id.ts';
import type { Progress } from '../../events/projections/progress.ts';
import { commandName } from '../../lab/command-name.ts';
import { ideaFolder, saveResults } from '../../lab/results.ts';
import type { Services } from '../../lab/services.ts';
import { newWorkerName } from '../../lab/working.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recorded } from '../../ports/log.ts';
import { outputColumns, printStyled, tell, usesColour } from '../output.ts';
import { type Display, type DisplayChoice, openDisplay } from './display.ts';
import { onInterruption } from './interruption.ts';
import { type Places, summaryLines } from './summary.ts';
import { showTelemetry } from './telemetry.ts';

export type Development = {
  readonly run: string;
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  /** Lines that say what the finished run came to and where it is; without it, idea by idea. */
  readonly conclude?: (progress: Progress, folder: string) => readonly string[];
};

const exitCodes = { done: 0, failed: 1, interrupted: 130 } as const;

/** True when a run is paused and this process has nothing left to do for it: no task, no event to append. */
const isAtRest = (fold: Fold, display: Display, worker: string): boolean =>
  fold.control.status === 'paused' &&
  fold.divergence === undefined &&
  display.view().progress.activities.every((activity) => activity.worker !== worker) &&
  [...fold.outstanding.values()].every((output) => output.kind === 'perform' || fold.isDropped(output));

/** True when an actor can only be made to go on by a person. */
const hasToWait = (fold: Fold): boolean =>
  [...fold.actors.values()].some(({ snapshot }) => snapshot.hasTag(waitsForPerson));

const explain = (end: HostEnd, run: string, fold: Fold | undefined, isPaused: boolean): string => {
  if (isPaused) {
    const reason = fold?.control.pauseReason ?? '';
    const more = reason.includes('budget.') ? ' with a larger budget' : '';
    return `${run} is paused: ${reason}; to go on${more}: ${commandName} resume ${run}`;
  }
  if (end === 'stopped') return `${run} is stopped, nothing is lost; to go on: ${commandName} resume ${run}`;
  if (end === 'stuck') {
    const broken = [...(fold?.actors.values() ?? [])].find(({ scope, failure }) => scope === rootScope && failure);
    const cause = broken === undefined ? 'no role reacts' : `${broken.id} has failed (${broken.failure})`;
    return `${run} is stuck: nothing is under way and ${cause}; look at its last events: ${commandName} show ${run}`;
  }
  const { sequence, id, message } = fold?.divergence ?? { sequence: 0, id: '', message: '' };
  return `${run} is read-only, because this code differs from the one that recorded it: event ${sequence} (${id}), ${message}; see ${commandName} replay ${run} --check; fork it instead: ${commandName} fork ${run} --at ${sequence - 1}`;
};

const placesOf = ({ archive }: Progress, folder: string): Places => ({
  folder,
  papers: Object.fromEntries(
    archive.ideas
      .filter(({ papers }) => papers.length > 0)
      .map((entry) => [entry.scope, join(folder, ideaFolder(entry), 'paper.pdf')]),
  ),
});

const summarise = (progress: Progress, folder: string): readonly string[] =>
  summaryLines(progress, placesOf(progress, folder), usesColour(), outputColumns());

/** Works on a run until it is over, paused with nothing under way, or interrupted, and shows it; the exit code. */
export const developRun = async (
  services: Services,
  broker: Broker,
  { run, roster, performers, conclude = summarise }: Development,
  choice: DisplayChoice,
): Promise<number> => {
  const logger = await services.logger('lab');
  const head = await (await broker.logs.open(run)).lastSequence();
  const worker = await newWorkerName();
  const display = openDisplay(run, choice, services.clock.now);
  const rest = new AbortController();
  const interruption = onInterruption(() =>
    display.notice('stopping: tasks are given back; press Ctrl-C again to end at once'),
  );
  const signal = AbortSignal.any([interruption.signal, rest.signal]);
  const watching = showTelemetry(broker, run, display, signal, logger);
  let fold: Fold | undefined;
  let isWaiting = false;
  const onEvent = ({ event, sequence }: Recorded, current: Fold): void => {
    fold = current;
    display.event(event, head === 1 || sequence > head);
    const waitsNow = sequence >= head && hasToWait(current);
    if (waitsNow !== isWaiting) {
      isWaiting = waitsNow;
      display.notice(waitsNow ? `an idea waits for you: ${commandName} approve ${run} <idea>, or reject` : '');
    }
    if (sequence >= head && isAtRest(current, display, worker)) rest.abort();
  };
  let end: HostEnd;
  try {
    const { clock, redaction } = services;
    const parts = { broker, run, roster, performers, clock, redaction, logger, name: worker, onEvent };
    end = await workOnRun(parts, signal);
  } finally {
    rest.abort();
    await watching;
    display.close();
  }
  interruption.dispose();
  const say = choice.json ? tell : printStyled;
  if (end === 'finished') {
    const folder = await saveResults(services, broker, run, services.resultsFolder);
    const { progress } = display.view();
    for (const line of conclude(progress, folder)) say(line);
    return exitCodes.done;
  }
  const isPaused = end === 'stopped' && !interruption.signal.aborted;
  say(explain(end, run, fold, isPaused));
  return isPaused ? exitCodes.done : end === 'stopped' ? exitCodes.interrupted : exitCodes.failed;
};
