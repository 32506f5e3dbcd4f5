import { type Applied, applyChange, replaceWhole, unnamedCoverage } from './apply.ts';
import { resolveName } from './names.ts';
import { type Problem, plainProblem } from './problems.ts';
import type { Change, Proposal } from './proposal.ts';
import { isBlank } from './text.ts';

/** The lines of each file, by name. */
export type Lines = ReadonlyMap<string, readonly string[]>;

type Done =
  | { readonly file: string; readonly lines: readonly string[]; readonly change?: Change }
  /** `outside`: it names a file that may not be changed. */
  | { readonly problem: Problem; readonly outside?: string };

const listed = (files: Lines): string => [...files.keys()].join(', ');

const applyTo = (file: string, lines: readonly string[], proposal: Proposal): Applied => {
  const { whole, head } = proposal;
  if (whole !== undefined) {
    return replaceWhole(
      file,
      lines,
      head !== undefined && head === lines[0] ? [head, ...whole] : whole,
      proposal.name?.sure && !proposal.doubtful ? undefined : unnamedCoverage,
    );
  }
  const readings = proposal.changes.map((change) => {
    const applied = applyChange(file, lines, change);
    return 'lines' in applied ? { ...applied, change } : applied;
  });
  return (
    readings.find((reading) => 'lines' in reading) ??
    readings.at(-1) ?? { problem: plainProblem('The block is empty.') }
  );
};

const toFile = (file: string, files: Lines, proposal: Proposal): Done => {
  const applied = applyTo(file, files.get(file) ?? [], proposal);
  return 'lines' in applied ? { file, ...applied } : applied;
};

const refused = (name: string, files: Lines): Done => ({
  outside: name.slice(0, 200),
  problem: plainProblem(
    `There is no file ${name.slice(0, 200)} here; only these can be changed: ${listed(files)}. Put the contents of a new file into one of them.`,
  ),
});

/** Without a sure name, searches the files for the old lines, the mentioned file first. */
const toFitting = (files: Lines, proposal: Proposal): Done => {
  const mentioned = proposal.name && resolveName(proposal.name.name, [...files.keys()], true);
  const first = mentioned === undefined ? undefined : toFile(mentioned, files, proposal);
  if (first !== undefined && 'lines' in first) return first;
  const all = [...files.keys()].map((file) => toFile(file, files, proposal));
  const fitting = all.filter((one) => 'lines' in one);
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined) return only;
  if (fitting.length > 1) {
    const names = fitting.map((one) => ('lines' in one ? one.file : '')).join(', ');
    return {
      problem: plainProblem(
        `A block does not say which file it changes, and matches ${names}: write the name above it.`,
      ),
    };
  }
  const problems = all.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const best = problems.reduce(
    (a, b) => (b.shared > a.shared ? b : a),
    problems[0] ?? plainProblem('There is no file.'),
  );
  return {
    problem: first !== undefined && 'problem' in first && first.problem.shared >= best.shared ? first.problem : best,
  };
};

const isInsertion = ({ whole, changes }: Proposal): boolean =>
  whole !== undefined || changes.every(({ search }) => search.every(isBlank));

/** Finds the file that has the same base name as a whole text under another path, if the text covers enough of it. */
const toLikely = (name: string, files: Lines, proposal: Proposal): Done | undefined => {
  const file = resolveName(name, [...files.keys()], true);
  const done = file === undefined ? undefined : toFile(file, files, { ...proposal, doubtful: true });
  return done !== undefined && 'lines' in done ? done : undefined;
};

/** Creates a file, if its name is allowed and the proposal gives the whole content. */
const toNew = (name: string, proposal: Proposal, mayAdd: (name: string) => boolean): Done | undefined => {
  const file = [name, name.replace(/^(?:\.|[ab])\//, '')].find(mayAdd);
  return file !== undefined && isInsertion(proposal) ? toFile(file, new Map(), proposal) : undefined;
};

/** Finds the file that a proposal refers to and applies the proposal to it. */
export const carryOut = (files: Lines, proposal: Proposal, mayAdd: (name: string) => boolean): Done => {
  const known = [...files.keys()];
  if (proposal.name?.sure) {
    const { name } = proposal.name;
    const file = resolveName(name, known, !isInsertion(proposal));
    return file === undefined
      ? (toNew(name, proposal, mayAdd) ?? toLikely(name, files, proposal) ?? refused(name, files))
      : toFile(file, files, proposal);
  }
  const [only] = known;
  return known.length === 1 && only !== undefined ? toFile(only, files, proposal) : toFitting(files, proposal);
};
