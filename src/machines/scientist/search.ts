import * as z from 'zod';
import { type PaperRecord, paperRecordSchema, searchedSchema } from '../../events/vocabulary/idea.ts';
import type { Emission, Incoming, Work } from '../kit/kit.ts';
import type { Memory } from './memory.ts';
import { scopeOf } from './questions.ts';

export const search = ({ query, started }: Memory): Work => ({
  kind: 'search',
  key: 'search',
  input: () => ({ query, limit: started.settings.limits.papersPerSearch }),
});

const foundSchema = z.object({
  library: z.string(),
  papers: z.array(z.unknown()),
  evidence: searchedSchema.shape.evidence.catch(undefined),
  failed: searchedSchema.shape.failed.catch(undefined),
});

/** Entries without the form of a paper are left out. */
const papersOf = (entries: readonly unknown[]): readonly PaperRecord[] =>
  entries.flatMap((entry) => paperRecordSchema.safeParse(entry).data ?? []);

const errorOf = (outcome: Incoming['outcome'], isReadable: boolean): string | null => {
  if (outcome?.ok !== true) return `${outcome?.error.code}: ${outcome?.error.message}`;
  return isReadable ? null : 'search.unreadable: the answer of the library has not the form of a search result';
};

/** A search that failed is evidence too: the model is told, and the check goes on. */
export const recordSearch = (memory: Memory, { outcome }: Incoming): Emission => {
  const found = foundSchema.safeParse(outcome?.ok ? outcome.value : undefined);
  const { evidence, failed } = found.data ?? {};
  return {
    type: 'novelty.searched',
    scope: scopeOf(memory),
    data: {
      round: memory.searches.length + 1,
      query: memory.query,
      library: found.data?.library ?? '',
      papers: papersOf(found.data?.papers ?? []).slice(0, memory.started.settings.limits.papersPerSearch),
      error: errorOf(outcome, found.success),
      ...(evidence && { evidence }),
      ...(failed && { failed }),
    },
  };
};

/** When the check ends without a decision. No rounds at all means that the check is switched off. */
export const conclude = (memory: Memory): Emission => {
  const { number, searches, started, failure } = memory;
  const isOff = started.settings.limits.noveltyRounds === 0;
  const spent = `Not decided after ${searches.length} rounds; undecided means not novel.`;
  const reason = failure === null ? spent : `${failure.code}: ${failure.message}`;
  return {
    type: 'idea.judged',
    scope: scopeOf(memory),
    data: {
      number,
      novel: isOff,
      decided: false,
      rounds: searches.length,
      reason: isOff ? 'The novelty check is switched off.' : reason,
    },
  };
};
