import { CodedError, failure, type Outcome, success } from '../../events/outcome.ts';
import type { FailedLibrary, Literature, SearchEvidence, SearchResult } from '../../ports/literature.ts';

export type Step = {
  readonly literature: Literature;
  /** Goes on to the next when this one finds nothing; otherwise nothing found is an answer. */
  readonly isDoubted: boolean;
};

/** A library that throws has failed like any other. */
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

/** Down a list of libraries until one answers; the outcome names those that failed before, and why. */
export const createFallback = (steps: readonly Step[]): Literature => ({
  name: steps.map(({ literature }) => literature.name).join(','),
  search: async (query, limit, signal) => {
    const failed: FailedLibrary[] = [];
    const evidence: SearchEvidence[] = [];
    let answer: SearchResult | undefined;
    for (const { literature, isDoubted } of steps) {
      const outcome = await searchIn(literature, query, limit, signal);
      if (signal.aborted) return outcome;
      if (!outcome.ok) {
        failed.push({ library: literature.name, code: outcome.error.code, message: outcome.error.message });
        continue;
      }
      answer = outcome.value;
      evidence.push(...(answer.evidence ?? []));
      if (answer.papers.length > 0 || !isDoubted) break;
    }
    if (answer === undefined) return allFailed(failed);
    const { library, papers } = answer;
    return success({
      library,
      papers,
      ...(evidence.length > 0 && { evidence }),
      ...(failed.length > 0 && { failed }),
    });
  },
});
