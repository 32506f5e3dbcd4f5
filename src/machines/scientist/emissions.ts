import { type Emitted, foundBy, type Heard } from '../kit/kit.ts';
import { type Context, scopeOf } from './context.ts';
import type { scientist } from './manifest.ts';

type Emission = Emitted<typeof scientist>;

/** Records a failed search as well: the model is told about it, and the check continues. */
export const recordSearch = (context: Context, { outcome }: Heard<typeof scientist, 'result.search'>): Emission => {
  const error = outcome.ok ? null : `${outcome.error.code}: ${outcome.error.message}`;
  const data = { round: context.searches.length + 1, query: context.query, ...foundBy(outcome, context), error };
  return { type: 'novelty.searched', scope: scopeOf(context), data };
};

/** Ends a check that reached no decision. With zero rounds the check is switched off. */
export const conclude = (context: Context): Emission => {
  const { number, searches, started, failure } = context;
  const isOff = started.settings.limits.noveltyRounds === 0;
  const spent = `Not decided after ${searches.length} rounds; undecided means not novel.`;
  const reason = failure === null ? spent : `${failure.code}: ${failure.message}`;
  return {
    type: 'idea.judged',
    scope: scopeOf(context),
    data: {
      number,
      novel: isOff,
      decided: false,
      rounds: searches.length,
      reason: isOff ? 'The novelty check is switched off.' : reason,
    },
  };
};
