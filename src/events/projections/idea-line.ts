import type { ArchiveEntry, Judgement } from './archive-entry.ts';

/** What a list of ideas shows of one. */
export type IdeaLine = Pick<
  ArchiveEntry,
  'number' | 'name' | 'title' | 'state' | 'outcome' | 'reason' | 'score' | 'cost'
> & {
  readonly searches: number;
  readonly judgement: Pick<Judgement, 'novel' | 'decided'> | null;
};

export const lineOf = (entry: ArchiveEntry): IdeaLine => {
  const { number, name, title, state, outcome, reason, score, cost, novelty, judgement } = entry;
  return {
    number,
    name,
    title,
    state,
    outcome,
    reason,
    score,
    cost,
    searches: novelty.length,
    judgement: judgement && { novel: judgement.novel, decided: judgement.decided },
  };
};
