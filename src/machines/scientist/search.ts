import type { Emission, Incoming, Work } from '../kit/index.ts';
import type { Memory } from './memory.ts';
import { scopeOf } from './questions.ts';

export const search = ({ query, started }: Memory): Work => ({
  kind: 'search',
  key: 'search',
  input: () => ({ query, limit: started.settings.limits.papersPerSearch }),
});

/** A search that failed is evidence too: the model is told, and the check goes on. */
export const recordSearch = (memory: Memory, { outcome }: Incoming): Emission => {
  const found = outcome?.ok ? outcome.value : { library: '', papers: [] };
  const error = outcome?.ok ? null : `${outcome?.error.code}: ${outcome?.error.message}`;
  return {
    type: 'novelty.searched',
    scope: scopeOf(memory),
    data: {
      round: memory.searches.length + 1,
      query: memory.query,
      library: found.library,
      papers: found.papers.slice(0, memory.started.settings.limits.papersPerSearch),
      error,
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
