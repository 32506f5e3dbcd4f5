import { type Event, versionOf } from '../../events/envelope.ts';
import { evolved } from '../../events/evolved.ts';
import { startedId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recorded, RunLog } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import type { Services } from '../services.ts';

export const withBroker = async <Result>(
  services: Services,
  work: (broker: Broker) => Promise<Result>,
): Promise<Result> => {
  const broker = await services.openBroker();
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
};

/** As `withBroker`, for work that takes over the broker: closes it only if that work throws. */
export const holdingBroker = async <Result>(
  services: Services,
  work: (broker: Broker) => Promise<Result>,
): Promise<Result> => {
  const broker = await services.openBroker();
  try {
    return await work(broker);
  } catch (error) {
    await broker.close();
    throw error;
  }
};

export const readRecorded = async (log: RunLog): Promise<readonly Recorded[]> => {
  const all: Recorded[] = [];
  for await (const recorded of log.read()) all.push(recorded);
  return all;
};

/** A run for replay: its first event is completed with the earlier ideas that it refers to. */
export const readRecording = async (broker: Broker, run: string): Promise<Recording> => {
  const { completeLog } = await import('../../actors/earlier.ts');
  const log = await readRecorded(await broker.logs.open(run));
  return { run, log: await completeLog(log, broker.blobs), blobs: broker.blobs };
};

/** Every event of a run, upcast by `atPresent`. */
export const readEvents = async (broker: Broker, run: string): Promise<readonly Event[]> => {
  const events = (await readRecorded(await broker.logs.open(run))).map(({ event }) => event);
  if (events.every((event) => versionOf(event) === (evolved[event.type] ?? 1))) return events;
  const { atPresent } = await import('./present.ts');
  return events.map((event) => atPresent(event));
};

/** The data of `run.started`; undefined for an empty log. */
export const startOf = async (broker: Broker, run: string): Promise<Event<RunStarted> | undefined> =>
  (await (await broker.logs.open(run)).get(startedId))?.event as Event<RunStarted> | undefined;

/** The error for an empty log. */
export const emptyLog = (run: string): CodedError => new CodedError('log.no_start', `run ${run} has no events`);

/** The data of `run.started`. Throws CodedError('log.no_start'). */
export const startOfLog = (run: string, log: readonly Recorded[]): RunStarted => {
  const [first] = log;
  if (first === undefined) throw emptyLog(run);
  return first.event.data as RunStarted;
};
