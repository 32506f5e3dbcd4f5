import { Timeline } from '../../actors/replay/timeline.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Recorded } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { withRecording } from '../runs/recording.ts';
import { knownRoles, rosterOf } from '../runs/roster.ts';
import type { Services } from '../services.ts';

/** A recording to step through; `sequence` is the requested event. */
export type Replay = {
  readonly recording: Recording;
  readonly timeline: Timeline;
  readonly sequence: number | undefined;
};

const positionOf = (log: readonly Recorded[], to: string): number => {
  const position = /^\d+$/.test(to) ? Number(to) : (log.find(({ event }) => event.id === to)?.sequence ?? 0);
  if (position >= 1 && position <= log.length) return position;
  throw new CodedError('event.unknown', `no event "${to}": give a number from 1 to ${log.length}, or an event id`);
};

/** Opens a run or a bundle while `look` runs; `to` is an event's number or id. */
export const replayRun = <Result>(
  services: Services,
  given: string,
  to: string | undefined,
  rosterFile: string | undefined,
  look: (replay: Replay) => Promise<Result>,
): Promise<Result> =>
  withRecording(services, given, async (recording) => {
    const timeline = new Timeline(await rosterOf(recording, await knownRoles(services, rosterFile)), recording.log);
    return look({ recording, timeline, sequence: to === undefined ? undefined : positionOf(recording.log, to) });
  });
