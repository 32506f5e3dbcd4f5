import { ask, type Emission, emit, hearComments, type Incoming, machineOptions, roleSetup } from '../kit/kit.ts';
import { judgeSection, judgeTitle } from './answers.ts';
import { citing } from './citing.ts';
import { attempts, initialContext, type WriterContext } from './context.ts';
import { finishing } from './finishing.ts';
import { draftPrompt, refinePrompt, revisePrompt, titlePrompt } from './prompts.ts';
import { sectionAt } from './sections.ts';
import * as steps from './steps.ts';

type Question = Parameters<typeof ask<WriterContext>>[0];

const question = (key: string, rest: Pick<Question, 'prompt' | 'judge' | 'accepted' | 'failed'>) =>
  ask<WriterContext>({ key, purpose: `writer.${key}`, attempts, ...rest });

/** One question to each section of the table; a section whose question fails stays as it is. */
const overAllSections = (state: string, done: string, key: string, parts: Pick<Question, 'prompt' | 'judge'>) => ({
  initial: 'section',
  states: {
    section: question(key, {
      ...parts,
      accepted: { 'section.drafted': { target: `#writer.${state}.next`, actions: steps.keepSection } },
      failed: `#writer.${state}.next`,
    }),
    next: {
      always: [
        { guard: steps.isLastSection, target: done, actions: steps.firstSection },
        { target: 'section', actions: steps.nextSection },
      ],
    },
  },
});

const titled = (context: WriterContext): Emission => ({
  type: 'title.chosen',
  data: { title: context.idea?.title ?? 'An Experiment and Its Results' },
});

const reasonOf = ({ failure }: WriterContext): string => failure?.message ?? 'no reason is recorded';

const unwritten = (context: WriterContext): Emission => ({
  type: 'idea.failed',
  data: {
    code: 'writer.section_unwritten',
    message: `${sectionAt(context.cursor).heading}: ${reasonOf(context)}`,
  },
});

const finished = (_: WriterContext, { data }: Incoming): Emission => ({
  type: 'paper.finished',
  data: { version: data.version, score: data.score, decision: data.review.decision },
});

/** Without a PDF of this version, the one before it is the paper; without one before it, the idea has failed. */
const abandoned = ({ kept, errors }: WriterContext, { data }: Incoming): Emission => {
  if (kept !== null) {
    return { type: 'paper.finished', data: { version: kept.version, score: kept.score, decision: kept.decision } };
  }
  const cause = data?.problem?.message ?? errors[0]?.message ?? 'the compiler made no PDF';
  return { type: 'idea.failed', data: { code: 'writer.not_compiled', message: `no PDF could be made: ${cause}` } };
};

/**
 * From finished experiments to a reviewed paper:
 * waiting -> titling -> writing -> citing -> polishing -> finishing -> waiting for the review -> revising -> finishing.
 */
export const machine = roleSetup<WriterContext>().createMachine({
  id: 'writer',
  options: machineOptions,
  context: initialContext,
  initial: 'waiting',
  on: {
    ...hearComments,
    'idea.started': { actions: steps.keepIdea },
    'experiment.completed': { actions: steps.keepEvidence },
    'log.chained': { actions: steps.keepChain },
  },
  states: {
    waiting: {
      on: {
        'coding.finished': { target: 'titling', actions: steps.begin },
        'paper.reviewed': [
          { guard: steps.isToImprove, target: 'revising', actions: steps.beginRevision },
          { guard: steps.isReviewed, actions: [emit<WriterContext>(finished), steps.endReview] },
        ],
        'idea.reopened': { guard: steps.isFinished, target: 'revising', actions: steps.beginWantedRevision },
      },
    },
    titling: question('title', {
      prompt: titlePrompt,
      judge: judgeTitle,
      accepted: { 'title.chosen': { target: '#writer.writing', actions: steps.keepTitle } },
      failed: '#writer.untitled',
    }),
    untitled: {
      entry: emit<WriterContext>(titled),
      on: { 'title.chosen': { target: 'writing', actions: steps.keepTitle } },
    },
    writing: {
      initial: 'drafting',
      states: {
        drafting: question('draft', {
          prompt: draftPrompt,
          judge: judgeSection('draft'),
          accepted: {
            'section.drafted': [
              { guard: steps.isRefinedAtOnce, target: '#writer.writing.refining', actions: steps.keepSection },
              { target: '#writer.writing.next', actions: steps.keepSection },
            ],
          },
          failed: '#writer.unwritten',
        }),
        refining: question('refine', {
          prompt: refinePrompt(1),
          judge: judgeSection('refined'),
          accepted: { 'section.drafted': { target: '#writer.writing.next', actions: steps.keepSection } },
          failed: '#writer.writing.next',
        }),
        next: {
          always: [
            { guard: steps.isLastSection, target: '#writer.citing', actions: steps.firstSection },
            { target: 'drafting', actions: steps.nextSection },
          ],
        },
      },
    },
    citing: citing('#writer.polishing'),
    polishing: overAllSections('polishing', '#writer.finishing', 'refine', {
      prompt: refinePrompt(2),
      judge: judgeSection('refined-again'),
    }),
    finishing: finishing('#writer.abandoned'),
    revising: overAllSections('revising', '#writer.revised', 'revise', {
      prompt: revisePrompt,
      judge: judgeSection('revised'),
    }),
    revised: {
      always: [
        { guard: ({ context }) => context.revisions > 0, target: 'finishing', actions: steps.nextVersion },
        { target: 'abandoned' },
      ],
    },
    unwritten: { entry: emit<WriterContext>(unwritten), always: 'waiting' },
    abandoned: { entry: [emit<WriterContext>(abandoned), steps.returnToKept], always: 'waiting' },
  },
});
