import { failure, success } from '../../src/events/outcome.ts';
import { role } from '../../src/machines/scientist/index.ts';
import { fenced, goodSearch } from '../support/stand-ins.ts';
import { ideaNamed, startedWith } from '../support/studio.ts';
import type { World } from './walker.ts';

const unreachable = failure('model.unavailable', 'nobody answers');
const garbage = success({ text: 'Let me think.' });

/** Two ideas, requested at any time; the first may be cancelled. */
export const scientistWorld: World = {
  role,
  scope: 'run',
  started: startedWith({ ideas: 2, limits: { answers: 2, ideaReflections: 1, noveltyRounds: 2 } }),
  hear: ({ once }) =>
    [1, 2].flatMap((number) => [
      ...(number === 1 || once.includes('idea 1')
        ? [{ type: 'idea.requested', once: `idea ${number}`, data: { number } }]
        : []),
      ...(number === 1 && once.includes('idea 1')
        ? [
            {
              type: 'idea.finished',
              once: `end ${number}`,
              data: { number, name: '', outcome: 'cancelled', reason: 'enough', score: null },
            },
          ]
        : []),
    ]),
  answers: ({ key }, { number }) => {
    const idea = ideaNamed(`idea_${number}`);
    if (key === 'propose') return { good: fenced(idea), garbage, unreachable };
    if (key === 'reflect') return { good: fenced(idea), done: fenced({ ...idea, done: true }), garbage, unreachable };
    if (key === 'search') return { good: goodSearch(), garbage, unreachable };
    return {
      query: fenced({ query: 'toys', decision: null }),
      novel: fenced({ decision: 'novel', reason: 'nobody did' }),
      known: fenced({ decision: 'not novel', reason: 'they did' }),
      garbage,
      unreachable,
    };
  },
  opens: ({ type, data }) => (type === 'idea.requested' ? `idea ${data.number}` : undefined),
  seen: ({ number, queue, draft, done, searches, proposed, ended, attempt, failure: why }) => [
    [number, queue, draft, done, searches.length, proposed.map(({ novel }: any) => novel), ended, attempt, why?.code],
  ],
  settles: ({ type, data }) =>
    ['idea.judged', 'proposal.failed', 'idea.finished'].includes(type) ? `idea ${data.number}` : undefined,
};
