import { outsideMath } from './scan.ts';

export type Insertion = { readonly text: string } | { readonly problem: string };

const asPattern = (fragment: string): RegExp =>
  new RegExp(
    fragment
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
    'g',
  );

const minimumFragment = 3;
/** A character that occurs in no text: where it is blanked, nothing may be inserted. */
const probe = '\u0001';

/** Returns why nothing can be inserted at a position, or undefined. */
const obstacle = (text: string, position: number): string | undefined => {
  const before = text.slice(0, position);
  const after = text.slice(position);
  if (/\w$/.test(before) && /^\w/.test(after)) return 'ends in the middle of a word';
  if (/\\[a-zA-Z]*$/.test(before)) return 'ends with a command';
  if (/\\[a-z]{0,20}section\*?\{/.test(before.slice(before.lastIndexOf('}') + 1))) return 'is in a heading';
  if (!outsideMath(before + probe + after).includes(probe)) {
    return 'is in a formula, a comment or the argument of a command';
  }
  return undefined;
};

/** Inserts a citation after a fragment that occurs exactly once in the text, before any punctuation at its end. */
export const insertCitation = (text: string, fragment: string, key: string): Insertion => {
  const quoted = `"${fragment.slice(0, 80)}"`;
  if (fragment.trim().length < minimumFragment) return { problem: `${quoted} is too short to identify a place` };
  const matches = [...text.matchAll(asPattern(fragment))];
  if (matches.length !== 1) return { problem: `${quoted} occurs ${matches.length} times in that section, not once` };
  const match = matches[0];
  if (match === undefined) return { problem: `${quoted} is not there` };
  let position = match.index + match[0].length;
  while (position > match.index && /[\s.,;:]/.test(text[position - 1] ?? '')) position -= 1;
  const problem = obstacle(text, position);
  if (problem !== undefined) return { problem: `${quoted} ${problem}` };
  const rest = text.slice(position);
  const present = /^[~\s]?\\cite[pt]?\{([^}]*)\}/.exec(rest);
  if (present?.[1]?.split(',').some((one) => one.trim() === key)) return { problem: `${quoted} cites ${key} already` };
  const addition = present === null ? `~\\citep{${key}}${rest}` : rest.replace(/\}/, `,${key}}`);
  return { text: text.slice(0, position) + addition };
};
