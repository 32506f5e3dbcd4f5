import type { RunLog, Stored } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { completeLog } from '../earlier.ts';
import type { KnownRoles } from '../roles/known.ts';
import { checkBlobs } from './blobs.ts';
import { checkChain } from './chain.ts';
import type { Check } from './check.ts';
import { checkCauses, checkEnvelopes, checkIds, checkSequence, checkTimes } from './envelopes.ts';
import { knowledgeOf } from './knowledge.ts';
import { checkSchemas } from './schemas.ts';
import { checkTasks } from './tasks.ts';

export type StoredRun = {
  readonly run: string;
  readonly log: readonly Stored[];
  readonly blobs: Recording['blobs'];
  /** The reason why reading ended before the log's head. */
  readonly interruption?: Error | undefined;
  /** True when another checksum than its own chain covers the whole log. */
  readonly isCovered: boolean;
};

/** Runs every check of whether a run's events and blobs are as recorded. */
export const verifyLog = async (stored: StoredRun, known: KnownRoles): Promise<readonly Check[]> => {
  const { run, log, blobs, interruption, isCovered } = stored;
  const { check, readable } = checkEnvelopes(run, log);
  const complete = await completeLog(readable, blobs).catch((error: Error) => error);
  const foldable = complete instanceof Error ? readable : complete;
  const knowledge = await knowledgeOf(readable[0], known);
  const isWhole = check.status !== 'failed' && interruption === undefined;
  return [
    checkSequence(log, interruption),
    check,
    checkIds(run, readable),
    checkCauses(readable),
    checkTimes(readable),
    checkSchemas(foldable, knowledge, complete instanceof Error ? complete : undefined),
    checkTasks(foldable, knowledge, isWhole),
    checkChain(log, readable, isCovered),
    await checkBlobs(readable, blobs),
  ];
};

/** Reads the log up to its first unreadable event. */
export const readStoredRun = async (log: RunLog, blobs: Recording['blobs']): Promise<StoredRun> => {
  const found: Stored[] = [];
  let interruption: Error | undefined;
  try {
    for await (const stored of log.readStored()) found.push(stored);
  } catch (error) {
    if ((error as { code?: string }).code !== 'log.corrupt') throw error;
    interruption = error as Error;
  }
  return { run: log.run, log: found, blobs, interruption, isCovered: false };
};
