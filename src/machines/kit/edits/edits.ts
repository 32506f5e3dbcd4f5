import { carryOut } from './carry-out.ts';
import { resolveName } from './names.ts';
import { normaliseAnswer } from './normalise.ts';
import { type Problem, plainProblem } from './problems.ts';
import type { Change, Proposal } from './proposal.ts';
import { readAnswer } from './read.ts';
import type { Edit } from './render.ts';
import { isBlank, linesOf, readText, type Text, trailingBlanks, writeText } from './text.ts';

export { type Edit, renderEdits } from './render.ts';

export type Files = Readonly<Record<string, string>>;
export type Edited = {
  readonly files: Files;
  readonly changed: readonly string[];
  /** Files that the answer also wants to change but may not; those changes are left out. */
  readonly skipped: readonly string[];
};
/** Data for the event that records an edit: the files left out, if any. */
export const skippedIn = ({ skipped }: Edited): { readonly skipped?: string[] } =>
  skipped.length > 0 ? { skipped: [...skipped] } : {};

export type Refused = {
  readonly complaint: string;
  /** Changes of this answer that matched, and those kept before it. */
  readonly kept?: readonly Edit[];
  /** Every change leaves its file as it was. */
  readonly unchanged?: true;
};

export type Options = {
  /** Changes kept from earlier answers to the same question; they are applied first, and only once. */
  readonly kept?: readonly Edit[];
  /** Whether a file that does not exist may be created. */
  readonly mayAdd?: (name: string) => boolean;
  /** Whether a name stands for all files; its changes are applied wherever their old lines are. */
  readonly isAll?: (name: string) => boolean;
  /** Removes from a line what the program adds around the files and models repeat. */
  readonly withoutFrame?: (line: string) => string;
};

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

const headOf = (count: number, failed: number, isKept: boolean): string => {
  const atLeast = failed >= maximumProblems ? 'At least ' : '';
  if (isKept)
    return `${atLeast}${failed} of ${count} changes could not be applied. The others are kept and already in the files shown: give only the missing changes.`;
  return count > failed
    ? `${atLeast}${failed} of ${count} changes could not be applied, so none was applied. Answer again with all of them.`
    : 'The answer could not be applied, so nothing was changed.';
};

const complain = (count: number, problems: readonly string[], kept: readonly Edit[]): Refused => {
  const shown = problems.slice(0, maximumReported).map((text) => text.slice(0, maximumReportLength));
  const rest = problems.length - shown.length;
  const more = rest > 0 ? [`And ${rest} more.`] : [];
  const complaint = [headOf(count, problems.length, kept.length > 0), ...shown, ...more].join('\n\n');
  return { complaint, ...(kept.length > 0 && { kept }) };
};

const wholeLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const proposalOf = ({ file, search, replace }: Edit): Proposal => ({
  name: { name: file, sure: true },
  changes: [{ search: linesOf(search), replace: linesOf(replace) }],
});

const keyOf = ({ search, replace }: Change): string => JSON.stringify([search, replace]);

type Work = { readonly lines: ReadonlyMap<string, readonly string[]>; readonly done: ReadonlySet<string> };

/** Applies the changes kept from earlier answers. */
const begin = (texts: ReadonlyMap<string, Text>, kept: readonly Edit[], mayAdd: (name: string) => boolean): Work => {
  const lines = new Map([...texts].map(([name, text]) => [name, text.lines]));
  for (const edit of kept) {
    const made = carryOut(lines, proposalOf(edit), mayAdd);
    if ('lines' in made) lines.set(made.file, made.lines);
  }
  return { lines, done: new Set(kept.flatMap((edit) => proposalOf(edit).changes.map(keyOf))) };
};

const emptyText: Text = { lines: [], end: '\n', finalEnd: true };

const written = (
  files: Files,
  texts: ReadonlyMap<string, Text>,
  lines: ReadonlyMap<string, readonly string[]>,
): Files =>
  Object.fromEntries(
    [...lines].map(([name, now]) => {
      const text = texts.get(name) ?? emptyText;
      return [name, now === text.lines ? (files[name] ?? '') : writeText({ ...text, lines: now })];
    }),
  );

const textsOf = (files: Files): ReadonlyMap<string, Text> =>
  new Map(Object.entries(files).map(([name, text]) => [name, readText(text)]));

const addNothing = (): boolean => false;

/** Returns the files with the kept changes applied. */
export const withEdits = (files: Files, { kept = [], mayAdd = addNothing }: Options): Files => {
  const texts = textsOf(files);
  return kept.length === 0 ? files : written(files, texts, begin(texts, kept, mayAdd).lines);
};

/** True for an answer that is an unfenced file from its first line on. */
const unfenced = (answer: string, texts: readonly string[]): readonly Proposal[] => {
  const lines = answer.split('\n');
  const first = lines.find((line) => !isBlank(line));
  if (first === undefined || !texts.some((text) => text.split('\n').includes(first))) return [];
  const whole = lines.slice(lines.indexOf(first), lines.length - trailingBlanks(lines));
  return [{ name: undefined, changes: [], whole, doubtful: true }];
};

/** Drops a name that is none of the files. */
const anywhere = (proposal: Proposal, names: readonly string[]): Proposal =>
  proposal.name !== undefined && resolveName(proposal.name.name, names, true) === undefined
    ? { ...proposal, name: undefined }
    : proposal;

/** Adds a reading without the frame to each change whose old lines contain a part of it. */
const unframed = (proposal: Proposal, withoutFrame: Options['withoutFrame']): Proposal => {
  if (withoutFrame === undefined) return proposal;
  const bare = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => {
      const left = withoutFrame(line);
      return left === '' && line.trim() !== '' ? [] : [left];
    });
  const changes = proposal.changes.flatMap((change) => {
    const search = bare(change.search);
    return isSame(search, change.search) || search.every(isBlank)
      ? [change]
      : [change, { ...change, search, replace: bare(change.replace) }];
  });
  return { ...proposal, changes };
};

const isSame = (one: readonly string[], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((line, at) => line === other[at]);

/**
 * Applies a model's answer (SEARCH/REPLACE blocks, diffs, whole files) to the named files. If a part does not match, the
 * complaint quotes it and the file's content, and the other parts are kept for the next answer. Writes only the named
 * files and those that `mayAdd` allows; an answer that changes nothing gets a complaint. Never throws; the work is
 * bounded by the answer's length.
 */
export const applyAnswer = (
  files: Files,
  answer: string,
  { kept = [], mayAdd = addNothing, isAll = addNothing, withoutFrame }: Options = {},
): Edited | Refused => {
  if (answer.length > maximumAnswerLength)
    return { complaint: `The answer has ${answer.length} characters: give short SEARCH/REPLACE blocks.` };
  const texts = textsOf(files);
  const begun = begin(texts, kept, mayAdd);
  const lines = new Map(begun.lines);
  const now = Object.values(written(files, texts, lines));
  const names = [...lines.keys()];
  const normal = normaliseAnswer(answer, now);
  const { proposals: read, problems: faults } = readAnswer(normal, names);
  const found = read.length + faults.length > 0 ? read : unfenced(normal, now);
  const proposals = found.map((one) =>
    unframed(one.name && isAll(one.name.name) ? anywhere(one, names) : one, withoutFrame),
  );
  if (proposals.length > maximumBlocks)
    return { complaint: `The answer has ${proposals.length} blocks: make at most ${maximumBlocks} changes at a time.` };
  const nothing = `The answer contains no change. Give blocks of this form:\n${editForm(names[0] ?? 'file.py')}`;
  if (proposals.length + faults.length === 0) return { complaint: nothing };
  const problems = faults.map((fault) => plainProblem(fault));
  const outside: { readonly name: string; readonly problem: Problem }[] = [];
  const added: Edit[] = [];
  const applied = new Set<string>();
  for (const proposal of proposals) {
    if (problems.length >= maximumProblems) break;
    const key = JSON.stringify([proposal.name?.name, proposal.changes, proposal.whole]);
    // Models repeat blocks; applying one twice would insert its lines twice.
    if (applied.has(key) || proposal.changes.some((change) => begun.done.has(keyOf(change)))) continue;
    const done = carryOut(lines, proposal, mayAdd);
    // An unchanged file beside edits only shows what the edits start from.
    if ('lines' in done && proposal.doubtful && isSame(done.lines, texts.get(done.file)?.lines)) continue;
    if ('lines' in done) {
      const { search, replace } = done.change ?? { search: lines.get(done.file) ?? [], replace: done.lines };
      added.push({ file: done.file, search: wholeLines(search), replace: wholeLines(replace) });
      lines.set(done.file, done.lines);
      applied.add(key);
    } else if (done.outside !== undefined) outside.push({ name: done.outside, problem: done.problem });
    else if (proposal.doubtful !== true) problems.push(done.problem);
  }
  const count = proposals.length + faults.length;
  if (applied.size + kept.length === 0) problems.push(...outside.splice(0).map(({ problem }) => problem));
  if (problems.length > 0) {
    const reported = problems.slice(0, maximumProblems).map(({ text }) => text);
    return complain(count, reported, [...kept, ...added]);
  }
  const result = written(files, texts, lines);
  const changed = Object.keys(result).filter((name) => result[name] !== files[name]);
  if (changed.length === 0 && applied.size === 0) return { complaint: nothing };
  if (changed.length === 0)
    return {
      complaint: 'The answer leaves every file as it was: the old and the new lines are the same.',
      unchanged: true,
    };
  return { files: result, changed, skipped: [...new Set(outside.map(({ name }) => name))] };
};
