import { hearComments, searchFor } from '../kit/kit.ts';
import { assemble } from './assemble.ts';
import * as changes from './changes.ts';
import * as emissions from './emissions.ts';
import * as guards from './guards.ts';
import { judgeChoice, judgeCite, judgeFix, judgeSection, judgeTitle } from './judge.ts';
import { writer } from './manifest.ts';
import {
  choosePrompt,
  citePrompt,
  draftPrompt,
  fixPrompt,
  refinePrompt,
  revisePrompt,
  titlePrompt,
} from './prompts.ts';

const { createMachine, emit, emitEach, keep, perform } = writer;

const keepSection = keep(changes.keepSection);
const countMending = keep(changes.countMending);
const useRound = keep(changes.useRound);
const keepComplaints = keep(changes.keepComplaints);
const keepErrors = keep(changes.keepErrors);
const firstSection = keep(changes.firstSection);
const nextSection = keep(changes.nextSection);
const publish = [emit(emissions.compiled), keep(changes.awaitReview)];

/**
 * Turns finished experiments into a reviewed paper: waiting -> titling -> writing -> citing -> polishing -> finishing
 * -> waiting for the review -> revising -> finishing. A section whose question fails stays unchanged, except for its
 * first draft.
 */
export const machine = createMachine({
  initial: 'waiting',
  on: {
    ...hearComments,
    'idea.started': { actions: keep(changes.keepIdea) },
    'experiment.completed': { actions: keep(changes.keepEvidence) },
    'log.chained': { actions: keep(changes.keepChain) },
  },
  states: {
    waiting: {
      on: {
        'coding.finished': { target: 'titling', actions: keep(changes.begin) },
        'paper.reviewed': [
          { guard: guards.isToImprove, target: 'revising', actions: keep(changes.beginRevision) },
          { guard: guards.isReviewed, actions: [emit(emissions.finished), keep(changes.endReview)] },
        ],
        'idea.reopened': {
          guard: guards.isFinished,
          target: 'revising',
          actions: keep(changes.beginWantedRevision),
        },
      },
    },
    titling: {
      ask: {
        key: 'title',
        prompt: titlePrompt,
        judge: judgeTitle,
        accepted: { 'title.chosen': { target: 'writing', actions: keep(changes.keepTitle) } },
        failed: 'untitled',
      },
    },
    untitled: {
      entry: emit(emissions.titled),
      on: { 'title.chosen': { target: 'writing', actions: keep(changes.keepTitle) } },
    },

    'writing.drafting': {
      ask: {
        key: 'draft',
        prompt: draftPrompt,
        judge: judgeSection('draft'),
        accepted: {
          'section.drafted': [
            { guard: guards.isRefinedAtOnce, target: 'writing.refining', actions: keepSection },
            { target: 'writing.next', actions: keepSection },
          ],
        },
        failed: 'unwritten',
      },
    },
    'writing.refining': {
      ask: {
        key: 'refine',
        prompt: refinePrompt(1),
        judge: judgeSection('refined'),
        accepted: { 'section.drafted': { target: 'writing.next', actions: keepSection } },
        failed: 'writing.next',
      },
    },
    'writing.next': {
      always: [
        { guard: guards.isLastSection, target: 'citing', actions: firstSection },
        { target: 'writing.drafting', actions: nextSection },
      ],
    },

    /** Rounds of query -> search -> choose -> insert, until nothing is missing or the rounds are spent. */
    'citing.next': {
      always: [
        { guard: guards.hasRounds, target: 'citing.querying', actions: keep(changes.nextRound) },
        { target: 'polishing' },
      ],
    },
    'citing.querying': {
      ask: {
        key: 'cite',
        prompt: citePrompt,
        judge: judgeCite,
        accepted: {
          'citation.queried': [
            { guard: guards.isNothingMissing, target: 'polishing' },
            { target: 'citing.searching', actions: keep(changes.keepQuery) },
          ],
        },
        failed: 'polishing',
      },
    },
    'citing.searching': {
      entry: perform(searchFor),
      on: {
        'result.search': { actions: emit(emissions.searched) },
        'citation.searched': [
          { guard: guards.isFruitless, target: 'citing.next', actions: keep(changes.keepFruitless) },
          { target: 'citing.choosing', actions: keep(changes.keepPapers) },
        ],
      },
    },
    'citing.choosing': {
      ask: {
        key: 'choose',
        prompt: choosePrompt,
        judge: judgeChoice,
        accepted: { 'citation.added': { target: 'citing.next', actions: keep(changes.keepCitations) } },
        failed: 'citing.next',
      },
    },

    'polishing.section': {
      ask: {
        key: 'refine',
        prompt: refinePrompt(2),
        judge: judgeSection('refined-again'),
        accepted: { 'section.drafted': { target: 'polishing.next', actions: keepSection } },
        failed: 'polishing.next',
      },
    },
    'polishing.next': {
      always: [
        { guard: guards.isLastSection, target: 'finishing', actions: firstSection },
        { target: 'polishing.section', actions: nextSection },
      ],
    },

    /**
     * Check and fix, compile and fix, until there is a PDF or the rounds are spent; then the program repairs what it
     * can.
     */
    'finishing.checking': {
      entry: emit(emissions.checked),
      on: {
        'paper.checked': [
          { guard: guards.isToFix, target: 'finishing.fixing', actions: [keepComplaints, useRound] },
          { guard: guards.isBlocked, target: 'finishing.mending', actions: [keepComplaints, countMending] },
          { guard: guards.isDangerous, target: 'abandoned', actions: keepComplaints },
          { target: 'finishing.typesetting', actions: keepComplaints },
        ],
      },
    },
    'finishing.fixing': {
      ask: {
        key: 'fix',
        prompt: fixPrompt,
        judge: judgeFix,
        accepted: { 'paper.fixed': { target: 'finishing.checking', actions: keep(changes.keepSections) } },
        failed: 'finishing.checking',
      },
    },
    'finishing.mending': {
      entry: emitEach(emissions.mended),
      always: { guard: guards.isMended, target: 'finishing.checking' },
      on: {
        'section.drafted': { target: 'finishing.mending', reenter: true, actions: [keepSection, countMending] },
      },
    },
    'finishing.typesetting': {
      entry: [
        keep(changes.printChain),
        perform((context) => ({
          kind: 'typeset',
          key: 'typeset',
          input: () => ({ sources: assemble(context), main: 'paper.tex' }),
        })),
      ],
      on: {
        'result.typeset': { actions: [keep(changes.keepText), emit(emissions.typeset)] },
        'paper.typeset': [
          { guard: guards.isGood, target: 'waiting', actions: publish },
          { guard: guards.isFixable, target: 'finishing.fixing', actions: [keepErrors, useRound] },
          { guard: guards.isMendable, target: 'finishing.mending', actions: [keepErrors, countMending] },
          { guard: guards.hasPdf, target: 'waiting', actions: publish },
          { target: 'abandoned', actions: keepErrors },
        ],
      },
    },

    'revising.section': {
      ask: {
        key: 'revise',
        prompt: revisePrompt,
        judge: judgeSection('revised'),
        accepted: { 'section.drafted': { target: 'revising.next', actions: keepSection } },
        failed: 'revising.next',
      },
    },
    'revising.next': {
      always: [
        { guard: guards.isLastSection, target: 'revised', actions: firstSection },
        { target: 'revising.section', actions: nextSection },
      ],
    },
    revised: {
      always: [
        { guard: guards.hasRevisions, target: 'finishing', actions: keep(changes.nextVersion) },
        { target: 'abandoned' },
      ],
    },

    unwritten: { entry: emit(emissions.unwritten), always: 'waiting' },
    abandoned: { entry: [emit(emissions.abandoned), keep(changes.returnToKept)], always: 'waiting' },
  },
});
