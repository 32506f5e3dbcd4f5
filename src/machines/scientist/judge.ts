import type { Judged } from '../kit/kit.ts';
import { readIdea, readVerdict } from './answers.ts';
import { type Context, scopeOf } from './context.ts';
import { everyIdea } from './known.ts';
import type { scientist } from './manifest.ts';

type Judgement = Judged<typeof scientist>;

export const judgeIdea = (answer: string, context: Context): Judgement => {
  const read = readIdea(
    answer,
    everyIdea(context).map((known) => known.name),
  );
  if ('complaint' in read) return read;
  const { idea, done } = read.value;
  return {
    type: 'idea.drafted',
    scope: scopeOf(context),
    data: { number: context.number, draft: context.draft + 1, done: context.draft > 0 && done, idea },
  };
};

export const judgeNovelty = (answer: string, context: Context): Judgement => {
  const read = readVerdict(answer);
  if ('complaint' in read) return read;
  const round = context.searches.length + 1;
  const scope = scopeOf(context);
  if ('query' in read.value) return { type: 'novelty.queried', scope, data: { round, ...read.value } };
  const isUnsupported = !context.searches.some(({ error }) => error === null);
  if (read.value.novel && isUnsupported && context.started.settings.limits.noveltyRounds > 1) {
    return {
      complaint: 'No search has succeeded yet, and "novel" needs evidence. Request a search, or decide "not novel".',
    };
  }
  return { type: 'idea.judged', scope, data: { number: context.number, decided: true, rounds: round, ...read.value } };
};
