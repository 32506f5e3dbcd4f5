import { assign } from 'xstate';
import { ideaScope } from '../../events/id.ts';
import { ask, type Emission, type Incoming } from '../kit/kit.ts';
import { readIdea, readVerdict } from './answers.ts';
import { everyIdea } from './known.ts';
import { type Memory, withDraft, withJudgement } from './memory.ts';
import { noveltyPrompt, proposePrompt, reflectPrompt } from './prompts.ts';

export const scopeOf = ({ number }: Memory): string => ideaScope(number);

export const attempts = ({ started }: Memory): number => started.settings.limits.answers;

const judgeIdea = (answer: string, memory: Memory): Emission | { complaint: string } => {
  const read = readIdea(
    answer,
    everyIdea(memory).map((known) => known.name),
  );
  if ('complaint' in read) return read;
  const { idea, done } = read.value;
  return {
    type: 'idea.drafted',
    scope: scopeOf(memory),
    data: { number: memory.number, draft: memory.draft + 1, done: memory.draft > 0 && done, idea },
  };
};

const judgeNovelty = (answer: string, memory: Memory): Emission | { complaint: string } => {
  const read = readVerdict(answer);
  if ('complaint' in read) return read;
  const round = memory.searches.length + 1;
  const scope = scopeOf(memory);
  if ('query' in read.value) return { type: 'novelty.queried', scope, data: { round, ...read.value } };
  const isUnsupported = !memory.searches.some(({ error }) => error === null);
  if (read.value.novel && isUnsupported && memory.started.settings.limits.noveltyRounds > 1) {
    return {
      complaint: 'No search has been answered yet: "novel" needs evidence. Ask for a search, or decide "not novel".',
    };
  }
  return { type: 'idea.judged', scope, data: { number: memory.number, decided: true, rounds: round, ...read.value } };
};

/** What is recorded may reach the machine late: only an answer about the idea in hand makes it move. */
const isInHand = ({ context, event }: { context: Memory; event: Incoming }): boolean =>
  event.scope === scopeOf(context);

const onRecorded = (
  target: string,
  remember: (memory: Memory, event: Incoming) => Partial<Memory>,
): Readonly<Record<string, unknown>> => ({
  guard: isInHand,
  target,
  actions: assign(({ context, event }: { context: Memory; event: Incoming }) => remember(context, event)),
});

export const propose = (to: { drafted: string; failed: string }) =>
  ask<Memory>({
    key: 'propose',
    purpose: 'scientist.propose',
    attempts,
    about: scopeOf,
    prompt: proposePrompt,
    judge: judgeIdea,
    accepted: { 'idea.drafted': onRecorded(to.drafted, withDraft) },
    failed: to.failed,
  });

export const reflect = (to: { drafted: string; failed: string }) =>
  ask<Memory>({
    key: 'reflect',
    purpose: 'scientist.reflect',
    attempts,
    about: scopeOf,
    prompt: reflectPrompt,
    judge: judgeIdea,
    accepted: { 'idea.drafted': onRecorded(to.drafted, withDraft) },
    failed: to.failed,
  });

export const examine = (to: { queried: string; judged: string; failed: string }) =>
  ask<Memory>({
    key: 'novelty',
    purpose: 'scientist.novelty',
    attempts,
    about: scopeOf,
    prompt: noveltyPrompt,
    judge: judgeNovelty,
    accepted: {
      'novelty.queried': onRecorded(to.queried, (_, { data }) => ({ query: data.query })),
      'idea.judged': onRecorded(to.judged, withJudgement),
    },
    failed: to.failed,
  });
