import { dangersIn } from '../../latex/checks/check-paper.ts';
import { code } from '../../latex/scan.ts';
import { plainCharacters } from '../../latex/unicode.ts';
import { applyAnswer } from '../kit/edits/edits.ts';
import { type Fence, findFences } from '../kit/edits/fences.ts';
import { newMarker } from '../kit/edits/markers.ts';
import type { Judgement } from '../kit/kit.ts';
import { type Context, editOptions } from './context.ts';
import { fileOf, sectionAt } from './sections.ts';

type Complaint = Extract<Judgement, { readonly complaint: string }>;

const maximumSection = 40_000;
const minimumSection = 40;
const minimumWords = 5;

const heading = /^\s*\\section\*?\{[^{}]*\}\s*(?:\\label\{[^{}]*\}\s*)?/;
const abstractFrame = /^\s*\\begin\{abstract\}([\s\S]*)\\end\{abstract\}\s*$/;
/** Ignored by TeX, like comments. */
const unread =
  /\\begin\{comment\}(?:(?!\\begin\{comment)[\s\S])*?\\end\{comment\}|\\iffalse\b(?:(?!\\iffalse)[\s\S])*?\\fi\b/g;
const command = /\\[a-zA-Z]+\*?|\\./g;

/** Returns why a text cannot be a section, if so. `name`: the section's name in messages. */
export const sectionProblem = (text: string, name = 'The section'): Complaint | undefined => {
  const dangers = dangersIn(text);
  if (dangers.length > 0) return { complaint: `Not allowed in a section: ${dangers.join(', ')}.` };
  const read = code(text).replace(unread, ' ').trim();
  const words = read.replace(command, ' ').match(/\p{L}{2,}/gu)?.length ?? 0;
  if (read.length < minimumSection || words < minimumWords)
    return {
      complaint: `${name} has only ${read.length} characters and ${words} words, comments aside: it is too short to be a section.`,
    };
  if (text.length > maximumSection)
    return { complaint: `${name} has ${text.length} characters; at most ${maximumSection} are allowed.` };
  return undefined;
};

const isLatex = ({ info }: Fence): boolean => /^(?:la)?tex\b/i.test(info);

/** Returns the fences that may contain the section, last first; only those labelled as LaTeX if there are any. */
const candidates = (fences: readonly Fence[]): readonly Fence[] => {
  const labelled = fences.filter(isLatex);
  return (labelled.length > 0 ? labelled : fences.filter(({ info }) => info === '')).toReversed();
};

type Section = { readonly text: string } | Complaint;

const edited = (answer: string, context: Context): Section => {
  const { name } = sectionAt(context.cursor);
  const before = context.sections[name];
  if (before === undefined)
    return {
      complaint: 'There is no text yet that blocks could change: give the whole section in one ```latex fence.',
    };
  const applied = applyAnswer({ [fileOf(name)]: before }, answer, editOptions(context));
  if ('complaint' in applied) return applied.unchanged ? { text: before } : applied;
  return { text: applied.files[fileOf(name)] ?? before };
};

const readSection = (answer: string, context: Context): Section => {
  const lines = answer.replaceAll('\r\n', '\n').split('\n');
  const fences = findFences(lines);
  if (newMarker([], lines) !== undefined || fences.some(({ info }) => /^(?:diff|patch)\b/i.test(info)))
    return edited(answer, context);
  const bodyOf = ({ start, end }: Fence): string => lines.slice(start + 1, end).join('\n');
  const [last, ...earlier] = candidates(fences.filter((fence) => fence.closed || bodyOf(fence).trim() !== ''));
  if (last === undefined) return { complaint: 'There is no ```latex fence with the text of the section.' };
  if (!last.closed) return { complaint: 'The fence is never closed: the answer was cut off. Write a shorter section.' };
  const texts = [last, ...earlier].map((fence) => bodyOf(fence).replace(abstractFrame, '$1').replace(heading, ''));
  return { text: texts.find((text) => sectionProblem(text) === undefined) ?? texts[0] ?? '' };
};

/**
 * Reads the section from an answer, in characters that LaTeX knows: a fence with the whole text, without the frame that
 * the program adds, or edits of the present text. Of several fences, the last that can be a section counts.
 */
export const sectionIn = (answer: string, context: Context): Section => {
  const read = readSection(answer, context);
  if ('complaint' in read) return read;
  const text = plainCharacters(read.text).trim();
  return sectionProblem(text) ?? { text };
};
