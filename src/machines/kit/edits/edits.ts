import { carryOut } from './carry-out.ts';
import { normaliseAnswer } from './normalise.ts';
import { plainProblem } from './problems.ts';
import type { Proposal } from './proposal.ts';
import { readAnswer } from './read.ts';
import { isBlank, readText, trailingBlanks, writeText } from './text.ts';

export { type Edit, renderEdits } from './render.ts';

export type Files = Readonly<Record<string, string>>;
export type Edited = { readonly files: Files; readonly changed: readonly string[] };

const maximumAnswerLength = 400_000;
const maximumBlocks = 100;
const maximumReported = 4;
const maximumProblems = 8;
const maximumReportLength = 1400;

export const editForm = (file: string): string =>
  [
    file,
    '```',
    '<<<<<<< SEARCH',
    'lines exactly as they are in the file',
    '=======',
    'the lines that replace them',
    '>>>>>>> REPLACE',
    '```',
  ].join('\n');

const complain = (count: number, problems: readonly string[]): { readonly complaint: string } => {
  const head =
    count > problems.length
      ? `${problems.length >= maximumProblems ? 'At least ' : ''}${problems.length} of ${count} changes could not be applied, so none was applied. Answer again with all of them.`
      : 'The answer could not be applied, so nothing was changed.';
  const shown = problems.slice(0, maximumReported).map((text) => text.slice(0, maximumReportLength));
  const rest = problems.length - shown.length;
  return { complaint: [head, ...shown, ...(rest > 0 ? [`And ${rest} more.`] : [])].join('\n\n') };
};

/** True for an answer that is an unfenced file from its first line on. */
const unfenced = (answer: string, texts: readonly string[]): readonly Proposal[] => {
  const lines = answer.split('\n');
  const first = lines.find((line) => !isBlank(line));
  if (first === undefined || !texts.some((text) => text.split('\n').includes(first))) return [];
  const whole = lines.slice(lines.indexOf(first), lines.length - trailingBlanks(lines));
  return [{ name: undefined, changes: [], whole, doubtful: true }];
};

const isSame = (one: readonly string[], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((line, at) => line === other[at]);

/**
 * Applies a model's answer (SEARCH/REPLACE blocks, diffs, whole files) to the named files: either all of it, or nothing
 * and a complaint that tells the model what did not match and what the file contains. No other file is ever written; an
 * answer that changes nothing gets a complaint, too. Never throws; the work is bounded by the answer's length.
 */
export const applyAnswer = (files: Files, answer: string): Edited | { readonly complaint: string } => {
  if (answer.length > maximumAnswerLength)
    return { complaint: `The answer has ${answer.length} characters: give short SEARCH/REPLACE blocks.` };
  const names = Object.keys(files);
  const normal = normaliseAnswer(answer, Object.values(files));
  const { proposals: read, problems: faults } = readAnswer(normal, names);
  const proposals = read.length + faults.length > 0 ? read : unfenced(normal, Object.values(files));
  if (proposals.length > maximumBlocks)
    return { complaint: `The answer has ${proposals.length} blocks: make at most ${maximumBlocks} changes at a time.` };
  const nothing = `The answer contains no change. Give blocks of this form:\n${editForm(names[0] ?? 'file.py')}`;
  if (proposals.length + faults.length === 0) return { complaint: nothing };
  const texts = new Map(names.map((name) => [name, readText(files[name] ?? '')]));
  const lines = new Map([...texts].map(([name, text]) => [name, text.lines]));
  const problems = faults.map((fault) => plainProblem(fault));
  const applied = new Set<string>();
  for (const proposal of proposals) {
    if (problems.length >= maximumProblems) break;
    const key = JSON.stringify([proposal.name?.name, proposal.changes, proposal.whole]);
    // Models repeat blocks; applying one twice would insert its lines twice.
    if (applied.has(key)) continue;
    const done = carryOut(lines, proposal);
    // An unchanged file beside edits only shows what the edits start from.
    if ('lines' in done && proposal.doubtful && isSame(done.lines, texts.get(done.file)?.lines)) continue;
    if ('lines' in done) {
      lines.set(done.file, done.lines);
      applied.add(key);
    } else if (proposal.doubtful !== true) problems.push(done.problem);
  }
  const count = proposals.length + faults.length;
  if (problems.length > 0)
    return complain(
      count,
      problems.map(({ text }) => text),
    );
  const result = new Map(
    [...texts].map(([name, text]) => {
      const now = lines.get(name) ?? [];
      return [name, now === text.lines ? (files[name] ?? '') : writeText({ ...text, lines: now })] as const;
    }),
  );
  const changed = names.filter((name) => result.get(name) !== files[name]);
  if (changed.length === 0 && applied.size === 0) return { complaint: nothing };
  if (changed.length === 0)
    return { complaint: 'The answer leaves every file as it was: the old and the new lines are the same.' };
  return { files: Object.fromEntries(result), changed };
};
