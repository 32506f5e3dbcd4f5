import { createRoster, type LoadedRole } from '../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../src/events/outcome.ts';
import type { Review } from '../../src/events/vocabulary/review.ts';
import { type Limits, limitsSchema, type RosterRecord } from '../../src/events/vocabulary/run.ts';
import type { Role } from '../../src/machines/kit/kit.ts';
import { role as referee } from '../../src/machines/referee/index.ts';
import { role as reviewer } from '../../src/machines/reviewer/index.ts';
import { Simulator } from './simulate.ts';

export const load = (...roles: readonly Role[]): readonly LoadedRole[] =>
  roles.map((role) => ({ role, from: 'tests', version: '1' }));

export const reviewRoster = (others: readonly Role[], rename: RosterRecord['rename'] = {}) =>
  createRoster(load(...others, reviewer, referee), rename, ['model']);

export const goodReview: Review = {
  summary: 'It compares two schedules.',
  strengths: ['Clear.'],
  weaknesses: ['Few seeds.'],
  questions: ['Why three seeds?'],
  limitations: ['Small data.'],
  ethical_concerns: false,
  ethical_concerns_reason: '',
  originality: 2,
  quality: 3,
  clarity: 3,
  significance: 2,
  soundness: 3,
  presentation: 3,
  contribution: 2,
  overall: 5,
  confidence: 4,
  decision: 'Reject',
};

export const answer = (review: unknown): Outcome<unknown> =>
  success({ text: `THOUGHT:\nIt holds together.\n\n\`\`\`json\n${JSON.stringify(review)}\n\`\`\`` });

export const unreachable = failure('model.unavailable', 'nobody answers');

type Question = { readonly purpose: string; readonly number: number; readonly round: number; readonly text: string };
export type Model = (question: Question) => Outcome<unknown>;

const numberIn = (text: string, block: string): number =>
  Number(new RegExp(`<data name="${block}">\\s*\\{\\s*"number": (\\d+)`).exec(text)?.[1] ?? 0);

/** A run at its start, with a model that answers by purpose, the referee's number and the round of reflection. */
export const desk = (
  roster: ReturnType<typeof reviewRoster>,
  limits: Partial<Limits>,
  model: Model,
  choose?: (count: number) => number,
): Simulator => {
  const perform = (_kind: string, { purpose, messages }: any) => {
    const text: string = messages.at(-1).content;
    return model({ purpose, number: numberIn(text, 'referee'), round: numberIn(text, 'round'), text });
  };
  const settings = { limits: limitsSchema.parse(limits), concurrency: {} };
  return new Simulator(roster, perform, choose).start({ settings });
};

export const paperData = (version: number, text = 'We find 3.25 on shakes.') => ({
  version,
  title: 'A Paper',
  pdf: { blob: 'b', sizeBytes: 1, pages: 4 },
  sources: {},
  text,
  remaining: [],
});

/** Appends an event of an outside publisher in the scope `idea-1`, which creates that scope's actors. */
export const give = (simulator: Simulator, type: string, data: unknown): Simulator => {
  const id = `human.${simulator.events.length + 1}`;
  simulator.append({ id, type, scope: 'idea-1', role: 'human', data });
  return simulator;
};
