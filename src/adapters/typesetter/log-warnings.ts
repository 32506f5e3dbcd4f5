import type { TypesettingError } from '../../ports/typesetter.ts';

const overfullPoints = 20;

type Kind = { readonly said: RegExp; readonly message: (match: RegExpExecArray) => string };

/** Warnings with a visible effect on the paper; all others are ignored. */
const kinds: readonly Kind[] = [
  { said: /Reference `([^']{1,200})' on page/, message: ([, key]) => `Undefined reference: ${key}` },
  { said: /Citation `([^']{1,200})'.{0,400} undefined/, message: ([, key]) => `Undefined citation: ${key}` },
  { said: /Label `([^']{1,200})' multiply defined/, message: ([, key]) => `Label defined more than once: ${key}` },
  { said: /Float too large for page by ([\d.]+pt)/, message: ([, much]) => `Float too large for the page by ${much}` },
  { said: /^Missing character: There is no (.+?) in font/, message: ([, sign]) => `The font has no character ${sign}` },
];

const overfull = /^Overfull \\([hv])box \(([\d.]+)pt too (wide|high)\)/;

/** Joins a message with its continuation lines, which begin with the package's name in parentheses. */
const sentence = (lines: readonly string[], index: number): string => {
  let text = lines[index] ?? '';
  for (let next = index + 1; /^\([\w.-]+\)\s{2,}\S/.test(lines[next] ?? ''); next += 1) {
    text += ` ${lines[next]?.replace(/^\([\w.-]+\)\s+/, '')}`;
  }
  return text;
};

const lineIn = (text: string): number | null => {
  const number = /(?:on input line|at lines?|detected at line) (\d+)/.exec(text)?.[1];
  return number === undefined ? null : Number(number);
};

const messageOf = (text: string): string | undefined => {
  const [, , points, direction] = overfull.exec(text) ?? [];
  if (points !== undefined) {
    return Number(points) > overfullPoints
      ? `${Math.round(Number(points))} pt too ${direction} for its place`
      : undefined;
  }
  for (const { said, message } of kinds) {
    const match = said.exec(text);
    if (match !== null) return message(match);
  }
  return undefined;
};

/** `### simple group (level 1) entered at line 3 ({)`: TeX writes this at the end of its log for an unclosed group. */
const openGroup = /^### (?:semi )?simple group \(level \d+\) entered at line (\d+) \((.*)\)$/;

/** Returns the warnings to fix in order, deduplicated. */
export const parseWarnings = (
  lines: readonly string[],
  fileAt: (lineIndex: number) => string,
): readonly TypesettingError[] => {
  const found = new Map<string, TypesettingError>();
  lines.forEach((line, index) => {
    const [, groupLine, opener] = openGroup.exec(line) ?? [];
    const text = sentence(lines, index);
    const message = groupLine === undefined ? messageOf(text) : `A group opened here by ${opener} is never closed`;
    if (message === undefined) return;
    const at = groupLine === undefined ? lineIn(text) : Number(groupLine);
    const warning = { file: fileAt(index), line: at, message };
    found.set(`${warning.file}:${at}:${message}`, warning);
  });
  return [...found.values()];
};
