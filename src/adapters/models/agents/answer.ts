import { changeOf } from './edits.ts';
import type { Texts } from './task.ts';

/** What an agent left: texts of the folder, and entries that are no part of the answer, each with the reason. */
export type Left = {
  readonly texts: Texts;
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
};

const maximumProse = 4000;
const fence = /^\s*(?:`{3}|~{3})/;
const mark = /^[ \t>]*(?:<{5,}|-{3,}|>{5,}|={5,}|\+{3,}|@@|\*\*\*)/;

/** The agent's message without code and marks, which would be read as further changes. */
export const proseOf = (message: string): string => {
  let isInside = false;
  const kept = message.split('\n').filter((line) => {
    const isFence = fence.test(line);
    if (isFence) isInside = !isInside;
    return !isInside && !isFence && !mark.test(line);
  });
  return kept.join('\n').trim().slice(0, maximumProse);
};

/** Names that the readers of answers take for a file's name on a line of its own. */
const plainName = /^\w[\w-]*(?:\.[\w-]+)*\.[A-Za-z]\w{0,7}$/;

const notInAnswer = (path: string): string | undefined => {
  if (path.includes('/')) return 'it lies in a folder';
  return plainName.test(path) ? undefined : 'its name is unusual';
};

/** Bounds of what is recorded: a new file, and all blocks together, in characters. */
const maximumNew = 64_000;
const maximumBlocks = 120_000;
const maximumTold = 20;

/**
 * Turns what an agent left into an answer in the form that a model would give: its message and the changes as blocks. A
 * file out of scope is a block, too: whether it counts is judged where answers are judged. An agent that changes nothing
 * answers with its message.
 */
export const answerOf = (
  before: Texts,
  { texts, leftOut }: Left,
  message: string,
  notes: readonly string[],
): string => {
  const blocks: string[] = [];
  const out = leftOut.map((entry) => entry);
  const add = (path: string, change: readonly string[]): void => {
    const length = [...blocks, ...change].reduce((sum, block) => sum + block.length, 0);
    if (length <= maximumBlocks) blocks.push(...change);
    else out.push({ path, reason: `with it, the changes would have more than ${maximumBlocks} characters` });
  };
  for (const [path, old] of before) {
    const after = texts.get(path);
    if (after !== undefined) add(path, changeOf(path, old, after));
    else if (out.every((entry) => entry.path !== path)) out.push({ path, reason: 'it was deleted' });
  }
  for (const [path, text] of texts) {
    if (before.has(path)) continue;
    const reason = notInAnswer(path) ?? (text.length > maximumNew ? `it has more than ${maximumNew} characters` : '');
    if (reason === '') add(path, changeOf(path, '', text));
    else out.push({ path, reason });
  }
  const told = [
    ...notes,
    ...out.slice(0, maximumTold).map(({ path, reason }) => `Left out: ${path.slice(0, 200)} (${reason}).`),
  ];
  if (blocks.length === 0) return [message.trim(), ...told].filter((part) => part !== '').join('\n');
  return [proseOf(message), told.join('\n'), ...blocks].filter((part) => part !== '').join('\n\n');
};
