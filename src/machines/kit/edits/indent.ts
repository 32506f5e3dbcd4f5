import { isBlank } from './text.ts';

const tabWidth = 4;

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

const widthOf = (indent: string): number => {
  let width = 0;
  for (const character of indent) width += character === '\t' ? tabWidth : 1;
  return width;
};

type Step = { readonly from: number; readonly to: number; readonly indent: string };

/** Maps indentation in the answer to indentation in the file; undefined if the mapping is contradictory. */
const stepsOf = (written: readonly string[], actual: readonly string[]): readonly Step[] | undefined => {
  const steps = new Map<number, Step>();
  for (const [index, line] of written.entries()) {
    const indent = indentOf(actual[index] ?? '');
    const step = { from: widthOf(indentOf(line)), to: widthOf(indent), indent };
    const other = steps.get(step.from);
    if (other !== undefined && other.indent !== indent) return undefined;
    steps.set(step.from, step);
  }
  const sorted = [...steps.values()].sort((a, b) => a.from - b.from);
  return sorted.every((step, index) => index === 0 || step.to >= (sorted[index - 1]?.to ?? 0)) ? sorted : undefined;
};

const ratioOf = (steps: readonly Step[]): number => {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || last.from === first.from || last.to === first.to) return 1;
  return (last.to - first.to) / (last.from - first.from);
};

const indentation = (width: number, tabs: boolean): string =>
  tabs ? '\t'.repeat(Math.round(width / tabWidth)) : ' '.repeat(Math.max(0, Math.round(width)));

/**
 * Reindents new lines to the depth of the file if the answer's old lines are at another depth. `written` and `actual`
 * are the matching lines without blank ones. Returns undefined if no consistent shift explains the difference.
 */
export const reindent = (
  written: readonly string[],
  actual: readonly string[],
  replacement: readonly string[],
): readonly string[] | undefined => {
  const steps = stepsOf(written, actual);
  const first = steps?.[0];
  if (steps === undefined || first === undefined) return undefined;
  const ratio = ratioOf(steps);
  const tabs = steps.some(({ indent }) => indent.includes('\t'));
  return replacement.map((line) => {
    if (isBlank(line)) return line;
    const indent = indentOf(line);
    const width = widthOf(indent);
    const base = steps.findLast(({ from }) => from <= width);
    const placed =
      base === undefined
        ? indentation(first.to - (first.from - width) * ratio, tabs)
        : base.indent + indentation((width - base.from) * ratio, tabs);
    return placed + line.slice(indent.length);
  });
};
