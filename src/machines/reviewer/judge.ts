import { reviewAnswerSchema } from '../../events/vocabulary/review-form.ts';
import { type Judged, parseJsonAnswer } from '../kit/kit.ts';
import type { Context } from './context.ts';
import type { reviewer } from './manifest.ts';

export const judgeMeta = (answer: string, context: Context): Judged<typeof reviewer> => {
  const parsed = parseJsonAnswer(answer, reviewAnswerSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'meta-review.written', data: { version: context.paper.version, review: parsed.value } };
};
