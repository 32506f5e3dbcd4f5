import { CodedError, type Failure, failure, type Outcome, success } from '../../events/outcome.ts';
import type { FailedLibrary, Literature, SearchEvidence, SearchResult } from '../../ports/literature.ts';
import type { Timing } from './timing.ts';

export type Step = {
  readonly literature: Literature;
  /** True to continue with the next library when this one finds nothing; otherwise an empty result is an answer. */
  readonly isDoubted: boolean;
};

/** Treats a library that throws like any failed one. */
const searchIn = async (
  literature: Literature,
  ...question: Parameters<Literature['search']>
): Promise<Outcome<SearchResult>> => {
  try {
    return await literature.search(...question);
  } catch (error) {
    if (error instanceof CodedError) return failure(error.code, error.message);
    throw error;
  }
};

const allFailed = (failed: readonly FailedLibrary[]): Outcome<never> => {
  const reasons = failed.map(({ library, code, message }) => `${library}: ${message} [${code}]`).join('; ');
  return failure('literature.failed', `no literature search answered: ${reasons}`, { failed });
};

/** How long a failed library is asked last, because its retries would delay each further search. */
const restMs = 60_000;

type Rest = { readonly untilMs: number; readonly failed: FailedLibrary };

/** Asks the libraries in order until one answers; the outcome names those that failed or were postponed, and why. */
export const createFallback = (steps: readonly Step[], timing: Timing): Literature => {
  const rests = new Map<Step, Rest>();

  const letRest = (step: Step, { code, message }: Failure): void => {
    const failed = { library: step.literature.name, code, message };
    rests.set(step, { untilMs: timing.elapsedMs() + restMs, failed });
  };

  return {
    name: steps.map(({ literature }) => literature.name).join(','),
    search: async (query, limit, signal) => {
      const resting = steps.filter((step) => (rests.get(step)?.untilMs ?? 0) > timing.elapsedMs());
      const failed = new Set<Step>(resting);
      const evidence: SearchEvidence[] = [];
      let answer: SearchResult | undefined;
      for (const step of [...steps.filter((one) => !resting.includes(one)), ...resting]) {
        const outcome = await searchIn(step.literature, query, limit, signal);
        if (signal.aborted) return outcome;
        if (!outcome.ok) {
          letRest(step, outcome.error);
          failed.add(step);
          continue;
        }
        rests.delete(step);
        failed.delete(step);
        answer = outcome.value;
        evidence.push(...(answer.evidence ?? []));
        if (answer.papers.length > 0 || !step.isDoubted) break;
      }
      const reasons = steps.flatMap((step) => (failed.has(step) ? (rests.get(step)?.failed ?? []) : []));
      if (answer === undefined) return allFailed(reasons);
      const { library, papers } = answer;
      return success({
        library,
        papers,
        ...(evidence.length > 0 && { evidence }),
        ...(reasons.length > 0 && { failed: reasons }),
      });
    },
  };
};
