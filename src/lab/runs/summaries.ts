import { hash } from 'node:crypto';
import type { Event } from '../../events/envelope.ts';
import { namedBlobs } from '../../events/named-blobs.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import type { LogState } from '../../ports/log.ts';
import { readEvents } from './read.ts';
import { type Summary, summaryOf } from './summary.ts';

/** Raise it whenever the result of `summaryOf` changes; a test checks this with the recorded runs. */
export const projection = 4;

/** A run whose log cannot be read, with reason and code. Other runs are not affected. */
export type Unreadable = { readonly run: string; readonly reason: string };

export type SummarisedRun = {
  readonly run: string;
  readonly summary: Summary;
  /** Size of its events and of the blobs that they name, some of which other runs may share. */
  readonly sizeBytes: number;
};

export type SummarisedRuns = {
  /** Newest first. */
  readonly runs: readonly SummarisedRun[];
  readonly unreadable: readonly Unreadable[];
  /** Runs with an empty log. */
  readonly empty: readonly string[];
};

type Kept = { readonly summary: Summary; readonly blobBytes: number };

/** Identifies what a summary was computed from: if any of it differs, the log or the projection has changed. */
const stampOf = ({ run, created, lastSequence }: LogState) => ({ projection, run, created, lastSequence });

const encode = (log: LogState, kept: Kept): Uint8Array => {
  const text = JSON.stringify({ ...stampOf(log), ...kept });
  return Buffer.from(`${hash('sha256', text)} ${text}`);
};

const hashLength = 64;

/** The stored summary; undefined if it is damaged or outdated. */
const decode = (log: LogState, bytes: Uint8Array | undefined): Kept | undefined => {
  if (bytes === undefined || !log.isWhole) return undefined;
  const text = Buffer.from(bytes).toString();
  const body = text.slice(hashLength + 1);
  if (hash('sha256', body) !== text.slice(0, hashLength)) return undefined;
  const value = JSON.parse(body);
  const isCurrent = Object.entries(stampOf(log)).every(([name, wanted]) => value?.[name] === wanted);
  return isCurrent ? value : undefined;
};

export const unreadable = (run: string, error: unknown): Unreadable => {
  const code = error instanceof CodedError ? error.code : 'program.fault';
  return { run, reason: `${(error as Error).message} [${code}]` };
};

const compute = async (broker: Broker, run: string, sizes: Map<string, number>): Promise<Kept> => {
  const [first, ...rest] = await readEvents(broker, run);
  if (first === undefined) throw new CodedError('log.no_start', `run ${run} has no first event`);
  const events: readonly [Event, ...Event[]] = [first, ...rest];
  const names = namedBlobs(events);
  const found = await broker.blobs.sizes(names.filter((name) => !sizes.has(name)));
  for (const [name, sizeBytes] of found) sizes.set(name, sizeBytes);
  return { summary: summaryOf(events), blobBytes: names.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0) };
};

/** Every run. Uses stored summaries that are current; reads the other logs and stores their summaries. */
export const summarise = async (broker: Broker): Promise<SummarisedRuns> => {
  const [states, kept] = await Promise.all([broker.logs.states(), broker.summaries.list()]);
  const runs: SummarisedRun[] = [];
  const damaged: Unreadable[] = [];
  const sizes = new Map<string, number>();
  for (const log of states) {
    const { run, lastSequence, isWhole } = log;
    if (lastSequence === 0 && isWhole) continue;
    try {
      let found = decode(log, kept.get(run));
      if (found === undefined) {
        found = await compute(broker, run, sizes);
        const at = { ...log, lastSequence: found.summary.events };
        if (isWhole) await broker.summaries.put(run, encode(at, found));
      }
      runs.push({ run, summary: found.summary, sizeBytes: log.sizeBytes + found.blobBytes });
    } catch (error) {
      damaged.push(unreadable(run, error));
    }
  }
  runs.sort((one, other) => other.summary.begun.localeCompare(one.summary.begun) || other.run.localeCompare(one.run));
  const empty = states.filter(({ lastSequence, isWhole }) => lastSequence === 0 && isWhole).map(({ run }) => run);
  return { runs, unreadable: damaged, empty };
};
