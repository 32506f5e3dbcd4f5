import * as z from 'zod';
import { findingSchema, pdfSchema, type SectionName } from '../../events/vocabulary/paper.ts';
import { checkPaper, dangersIn, worded } from '../../latex/checks/check-paper.ts';
import { ask, type Emission, emit, emitEach, type Incoming, perform } from '../kit/kit.ts';
import { judgeFix } from './answers.ts';
import { assemble } from './assemble.ts';
import { attempts, manuscriptOf, type WriterContext } from './context.ts';
import { mend } from './mend.ts';
import { fixPrompt } from './prompts.ts';
import { sections } from './sections.ts';
import {
  awaitReview,
  countMending,
  hasFixes,
  keepComplaints,
  keepErrors,
  keepSection,
  keepSections,
  keepText,
  printChain,
  useRound,
} from './steps.ts';

type Seen = { readonly context: WriterContext; readonly event: Incoming };

const checked = (context: WriterContext): Emission => {
  const complaints = checkPaper(manuscriptOf(context));
  const blocking = complaints.filter((complaint) => complaint.blocking);
  return {
    type: 'paper.checked',
    data: { round: context.fixes, complaints: complaints.map(worded), blocking: blocking.map(worded) },
  };
};

/** A finding that a round of fixing left as it was, and that keeps nothing from being compiled, is not asked for again. */
const isNew = ({ context, event }: Seen): boolean =>
  event.data.blocking.length > 0 ||
  event.data.complaints.some((complaint: string) => !context.complaints.includes(complaint));

const isToFix = (seen: Seen): boolean => seen.event.data.complaints.length > 0 && hasFixes(seen) && isNew(seen);

const canMend = ({ context }: Seen): boolean =>
  context.mended === 0 && Object.keys(mend(manuscriptOf(context))).length > 0;
/** Never reached by recorded answers, which are refused before: nothing dangerous goes to the compiler. */
const isDangerous = ({ context }: Seen): boolean =>
  Object.values(context.sections).some((text) => dangersIn(text).length > 0);
const isBlocked = (seen: Seen): boolean => seen.event.data.blocking.length > 0 && canMend(seen);

/** The first section that the program can repair; each is repaired at most once, so that this ends. */
const mended = (context: WriterContext): readonly [Emission] | undefined => {
  const [first] = context.mended > sections.length ? [] : Object.entries(mend(manuscriptOf(context)));
  if (first === undefined) return undefined;
  return [{ type: 'section.drafted', data: { section: first[0] as SectionName, text: first[1], stage: 'fixed' } }];
};

const typesetSchema = z.object({
  ok: z.boolean(),
  pdf: pdfSchema.nullable(),
  errors: z.array(findingSchema),
  warnings: z.array(findingSchema),
});

const typeset = (context: WriterContext, { outcome }: Incoming): Emission => {
  const value = typesetSchema.safeParse(outcome?.ok ? outcome.value : undefined);
  const refused = { code: 'typeset.unusable', message: 'the compiler returned something unusable' };
  const { code, message } = outcome?.ok === false ? outcome.error : refused;
  const result = value.data ?? { ok: false, pdf: null, errors: [], warnings: [], problem: { code, message } };
  return { type: 'paper.typeset', data: { ...result, round: context.fixes } };
};

const isGood = ({ event }: Seen): boolean => event.data.ok && event.data.pdf !== null;
/** Asking a model to mend the sources helps only where the compiler has read them. */
const isFixable = (seen: Seen): boolean => seen.event.data.problem === null && hasFixes(seen);
const isMendable = (seen: Seen): boolean => seen.event.data.problem === null && canMend(seen);

const printed = (finding: { file: string; line: number | null; message: string }): string =>
  `${finding.file}${finding.line === null ? '' : `, line ${finding.line}`}: ${finding.message}`;

const compiled = (context: WriterContext, { data }: Incoming): Emission => ({
  type: 'paper.compiled',
  data: {
    version: context.version,
    title: context.title,
    pdf: data.pdf,
    sources: assemble(context),
    text: context.text,
    remaining: [...context.complaints, ...data.errors.map(printed), ...data.warnings.map(printed)],
  },
});

const published = { target: '#writer.waiting', actions: [emit<WriterContext>(compiled), awaitReview] };
const mending = { target: 'mending', actions: countMending };

/** Check and fix, compile and fix, until there is a PDF or the rounds are spent; then what code can repair alone. */
export const finishing = (abandoned: string) => ({
  initial: 'checking',
  states: {
    checking: {
      entry: emit<WriterContext>(checked),
      on: {
        'paper.checked': [
          { guard: isToFix, target: 'fixing', actions: [keepComplaints, useRound] },
          { guard: isBlocked, ...mending, actions: [keepComplaints, countMending] },
          { guard: isDangerous, target: abandoned, actions: keepComplaints },
          { target: 'typesetting', actions: keepComplaints },
        ],
      },
    },
    fixing: ask<WriterContext>({
      key: 'fix',
      purpose: 'writer.fix',
      attempts,
      prompt: fixPrompt,
      judge: judgeFix,
      accepted: { 'paper.fixed': { target: '#writer.finishing.checking', actions: keepSections } },
      failed: '#writer.finishing.checking',
    }),
    mending: {
      entry: emitEach<WriterContext>((context) => mended(context) ?? []),
      always: { guard: ({ context }: { context: WriterContext }) => mended(context) === undefined, target: 'checking' },
      on: { 'section.drafted': { target: 'mending', reenter: true, actions: [keepSection, countMending] } },
    },
    typesetting: {
      entry: [
        printChain,
        perform<WriterContext>((context) => ({
          kind: 'typeset',
          key: 'typeset',
          input: () => ({ sources: assemble(context), main: 'paper.tex' }),
        })),
      ],
      on: {
        'result.typeset': { actions: [keepText, emit<WriterContext>(typeset)] },
        'paper.typeset': [
          { guard: isGood, ...published },
          { guard: isFixable, target: 'fixing', actions: [keepErrors, useRound] },
          { guard: isMendable, ...mending, actions: [keepErrors, countMending] },
          { guard: ({ event }: Seen) => event.data.pdf !== null, ...published },
          { target: abandoned, actions: keepErrors },
        ],
      },
    },
  },
});
