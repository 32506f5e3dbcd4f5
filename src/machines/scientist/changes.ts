import type { Heard } from '../kit/kit.ts';
import type { Context, Proposed } from './context.ts';
import type { scientist } from './manifest.ts';

type On<Type extends Heard<typeof scientist>['type']> = Heard<typeof scientist, Type>;
type Change = Partial<Context>;

export const enqueue = ({ queue }: Context, { data }: On<'idea.requested'>): Change => ({
  queue: [...queue, data.number],
});

export const takeUp = ({ queue }: Context): Change => ({
  number: queue[0] ?? 0,
  queue: queue.slice(1),
  draft: 0,
  idea: null,
  done: false,
  query: '',
  searches: [],
  failure: null,
});

const withProposed = ({ proposed }: Context, number: number, how: Partial<Proposed>): Change => ({
  proposed: proposed.map((one) => (one.number === number ? { ...one, ...how } : one)),
});

export const takeDraft = (_: Context, { data: { draft, idea, done } }: On<'idea.drafted'>): Change => ({
  draft,
  idea,
  done,
});

export const takeProposal = ({ proposed }: Context, { data: { number, idea } }: On<'idea.proposed'>): Change => ({
  proposed: [...proposed, { number, idea, novel: null, outcome: null, score: null }],
  failure: null,
});

export const takeQuery = (_: Context, { data: { query } }: On<'novelty.queried'>): Change => ({ query });

export const takeSearch = (
  { searches }: Context,
  { data: { query, papers, error } }: On<'novelty.searched'>,
): Change => ({ searches: [...searches, { query, papers, error }] });

export const takeJudgement = (context: Context, { data: { number, novel } }: On<'idea.judged'>): Change =>
  withProposed(context, number, { novel });

/** A failed idea scores 0; an idea that was never developed has no score. */
export const takeEnd = (context: Context, { data: { number, outcome, score } }: On<'idea.finished'>): Change => ({
  ...withProposed(context, number, { outcome, score: outcome === 'failed' ? 0 : score }),
  ended: [...context.ended, number],
});
