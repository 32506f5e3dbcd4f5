import type { ErrorCode } from '../events/errors/registry.ts';
import { CodedError } from '../events/outcome.ts';
import type { Progress } from '../events/projections/progress.ts';
import type { WorkEnd } from '../lab/work/work.ts';

/** Every exit code of the program; docs/exit-codes.md and the end of `--help` are generated from it. */
export const exitCodes = {
  done: { code: 0, meaning: 'done; of a run: completed with a reviewed paper; of a review: with a verdict' },
  failed: { code: 1, meaning: 'the command or the run failed, or a comparison found a difference' },
  misused: { code: 2, meaning: 'the command line is wrong: an unknown command or option, or an invalid value' },
  paperless: { code: 3, meaning: 'the run completed, but no idea became a reviewed paper' },
  cancelled: { code: 4, meaning: 'the run was cancelled' },
  paused: { code: 5, meaning: 'the run is paused: its budget is used up, or somebody paused it' },
  waiting: {
    code: 6,
    meaning:
      'the run waits for a person’s decision, and its process was stopped or started with --no-wait; of watch: it waits for one',
  },
  damaged: { code: 7, meaning: 'a run or a bundle is damaged, or the file is no bundle' },
  interrupted: {
    code: 130,
    meaning: 'the process was stopped before the run ended; of watch: no process works on it; nothing is lost',
  },
} as const;

export type Exit = keyof typeof exitCodes;

/** Errors in the command line; all others occur in the work of a command. */
const misuses: ReadonlySet<ErrorCode> = new Set(['cli.bad_option', 'id.malformed']);

/** Errors for damaged recorded data. */
const damages: ReadonlySet<ErrorCode> = new Set([
  'blob.corrupt',
  'blob.missing',
  'bundle.damaged',
  'bundle.foreign',
  'export.damaged',
  'gc.unreadable',
  'import.refused',
  'log.corrupt',
  'log.gap',
  'log.no_start',
  'log.not_restored',
]);

export const exitOfError = (error: unknown): Exit => {
  if (!(error instanceof CodedError)) return 'failed';
  return misuses.has(error.code) ? 'misused' : damages.has(error.code) ? 'damaged' : 'failed';
};

/** The exit for a run that has ended. */
export const exitOfOutcome = ({ outcome, archive }: Progress): Exit => {
  if (outcome === 'cancelled') return 'cancelled';
  if (outcome !== 'completed') return 'failed';
  return archive.ideas.some((idea) => idea.origin === 'run' && idea.outcome === 'reviewed') ? 'done' : 'paperless';
};

const exitsOfWork = { paused: 'paused', waiting: 'waiting', stuck: 'failed', 'read-only': 'failed' } as const;

/** The exit when this process no longer works on a run; `isWaiting`: an actor waits for a person. */
export const exitOfWork = (ending: WorkEnd, isWaiting: boolean): Exit => {
  if (ending.end === 'finished') return exitOfOutcome(ending.progress);
  if (ending.end === 'stopped') return isWaiting ? 'waiting' : 'interrupted';
  return exitsOfWork[ending.end];
};
