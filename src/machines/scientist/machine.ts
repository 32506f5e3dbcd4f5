import { emit, hearComments, machineOptions, perform, roleSetup } from '../kit/kit.ts';
import {
  hasNext,
  isEnded,
  type Memory,
  openMemory,
  takeUp,
  withEnd,
  withJudgement,
  withProposed,
  withSearch,
} from './memory.ts';
import { examine, propose, reflect, scopeOf } from './questions.ts';
import { conclude, recordSearch, search } from './search.ts';

const scientist = roleSetup<Memory>();
const { assign } = scientist;

const isRefined = ({ done, draft, started }: Memory): boolean =>
  done || draft > started.settings.limits.ideaReflections;

const isExamined = ({ searches, started }: Memory): boolean => searches.length >= started.settings.limits.noveltyRounds;

/** One idea after another: propose, reflect, present it, search the literature until its novelty is decided. */
export const machine = scientist.createMachine({
  id: 'scientist',
  options: machineOptions,
  context: ({ input }) => openMemory(input),
  initial: 'resting',
  on: {
    ...hearComments,
    'idea.requested': { actions: assign({ queue: ({ context, event }) => [...context.queue, event.data.number] }) },
    'idea.finished': { actions: assign(({ context, event }) => withEnd(context, event)) },
  },
  states: {
    resting: {
      always: {
        guard: ({ context }) => hasNext(context),
        target: 'proposing',
        actions: assign(({ context }) => takeUp(context)),
      },
    },
    proposing: propose({ drafted: '#scientist.weighing', failed: '#scientist.withdrawing' }),
    withdrawing: {
      entry: emit<Memory>(({ number, failure }) => ({ type: 'proposal.failed', data: { number, ...failure } })),
      on: { 'proposal.failed': 'resting' },
    },
    /** An idea that was cancelled meanwhile is dropped here and in `checking`, between two questions. */
    weighing: {
      always: [
        { guard: ({ context }) => isEnded(context), target: 'resting' },
        { guard: ({ context }) => isRefined(context), target: 'presenting' },
        { target: 'reflecting' },
      ],
    },
    /** When a reflection cannot be had, the last draft stands. */
    reflecting: reflect({ drafted: '#scientist.weighing', failed: '#scientist.presenting' }),
    presenting: {
      entry: emit<Memory>((context) => ({
        type: 'idea.proposed',
        scope: scopeOf(context),
        data: { number: context.number, idea: context.idea },
      })),
      on: {
        'idea.proposed': {
          target: 'checking',
          actions: assign(({ context, event }) => ({ ...withProposed(context, event), failure: null })),
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
    examining: examine({
      queried: '#scientist.searching',
      judged: '#scientist.resting',
      failed: '#scientist.concluding',
    }),
    searching: {
      entry: perform<Memory>(search),
      on: {
        'result.search': { actions: emit<Memory>(recordSearch) },
        'novelty.searched': {
          target: 'checking',
          actions: assign(({ context, event }) => withSearch(context, event)),
        },
      },
    },
    concluding: {
      entry: emit<Memory>(conclude),
      on: {
        'idea.judged': { target: 'resting', actions: assign(({ context, event }) => withJudgement(context, event)) },
      },
    },
  },
});
