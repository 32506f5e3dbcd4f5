import { failureOf, hearComments, searchFor } from '../kit/kit.ts';
import * as changes from './changes.ts';
import { type Context, ideaOf, isEnded, scopeOf } from './context.ts';
import { conclude, recordSearch } from './emissions.ts';
import { judgeIdea, judgeNovelty } from './judge.ts';
import { scientist } from './manifest.ts';
import { noveltyPrompt, proposePrompt, reflectPrompt } from './prompts.ts';

const { createMachine, emit, keep, perform } = scientist;

const isRefined = ({ done, draft, started }: Context): boolean =>
  done || draft > started.settings.limits.ideaReflections;
const isExamined = ({ searches, started }: Context): boolean =>
  searches.length >= started.settings.limits.noveltyRounds;

/** Recorded events may arrive late: only an answer about the current idea causes a transition. */
const isInHand = ({
  context,
  event,
}: {
  readonly context: Context;
  readonly event: { readonly scope: string };
}): boolean => event.scope === scopeOf(context);

/** Handles one idea at a time: propose, reflect, present, then search the literature until its novelty is decided. */
export const machine = createMachine({
  initial: 'resting',
  on: {
    ...hearComments,
    'idea.requested': { actions: keep(changes.enqueue) },
    'idea.finished': { actions: keep(changes.takeEnd) },
  },
  states: {
    resting: {
      always: {
        guard: ({ context }) => context.queue.length > 0,
        target: 'proposing',
        actions: keep(changes.takeUp),
      },
    },
    proposing: {
      ask: {
        key: 'propose',
        about: scopeOf,
        prompt: proposePrompt,
        judge: judgeIdea,
        accepted: { 'idea.drafted': { guard: isInHand, target: 'weighing', actions: keep(changes.takeDraft) } },
        failed: 'withdrawing',
      },
    },
    withdrawing: {
      entry: emit((context) => ({
        type: 'proposal.failed',
        data: { number: context.number, ...failureOf(context) },
      })),
      on: { 'proposal.failed': 'resting' },
    },
    /** Ideas cancelled in the meantime are dropped here and in `checking`, between two questions. */
    weighing: {
      always: [
        { guard: ({ context }) => isEnded(context), target: 'resting' },
        { guard: ({ context }) => isRefined(context), target: 'presenting' },
        { target: 'reflecting' },
      ],
    },
    /** If no reflection can be obtained, the last draft stands. */
    reflecting: {
      ask: {
        key: 'reflect',
        about: scopeOf,
        prompt: reflectPrompt,
        judge: judgeIdea,
        accepted: { 'idea.drafted': { guard: isInHand, target: 'weighing', actions: keep(changes.takeDraft) } },
        failed: 'presenting',
      },
    },
    presenting: {
      entry: emit((context) => ({
        type: 'idea.proposed',
        scope: scopeOf(context),
        data: { number: context.number, idea: ideaOf(context) },
      })),
      on: {
        'idea.proposed': {
          target: 'checking',
          actions: keep(changes.takeProposal),
        },
      },
    },
    checking: {
      always: [
        { guard: ({ context }) => isEnded(context), target: 'resting' },
        { guard: ({ context }) => isExamined(context), target: 'concluding' },
        { target: 'examining' },
      ],
    },
    examining: {
      ask: {
        key: 'novelty',
        about: scopeOf,
        prompt: noveltyPrompt,
        judge: judgeNovelty,
        accepted: {
          'novelty.queried': { guard: isInHand, target: 'searching', actions: keep(changes.takeQuery) },
          'idea.judged': { guard: isInHand, target: 'resting', actions: keep(changes.takeJudgement) },
        },
        failed: 'concluding',
      },
    },
    searching: {
      entry: perform(searchFor),
      on: {
        'result.search': { actions: emit(recordSearch) },
        'novelty.searched': {
          target: 'checking',
          actions: keep(changes.takeSearch),
        },
      },
    },
    concluding: {
      entry: emit(conclude),
      on: {
        'idea.judged': { target: 'resting', actions: keep(changes.takeJudgement) },
      },
    },
  },
});
