import type { TypesettingError } from '../../ports/typesetter.ts';
import { plainPath } from './log-lines.ts';

const located = /^(\.{0,2}\/?[^\s:()]+\.[A-Za-z]+):(\d+): (.*)$/;
const unlocated = /^!\s{0,20}(.*)$/;
const contextLine = /^l\.(\d{1,9}) ?(.*)$/;
const giveUp = /^(Emergency stop|==> Fatal error|I can't go on|Interruption)/;
const lookAheadLines = 40;
const contextCharacters = 60;

type Start = { readonly file: string | null; readonly line: number | null; readonly text: string };

const startOf = (line: string): Start | undefined => {
  const [, file, number, text] = located.exec(line) ?? [];
  if (file !== undefined) return { file: plainPath(file), line: Number(number), text: (text ?? '').trim() };
  const bare = unlocated.exec(line)?.[1];
  return bare === undefined ? undefined : { file: null, line: null, text: bare.trim() };
};

export const isErrorStart = (line: string): boolean => startOf(line) !== undefined;

/** Returns the lines up to the next separate error; an emergency stop belongs to the error before it, and often has its place. */
const following = (lines: readonly string[], index: number): readonly string[] => {
  const rest = lines.slice(index + 1, index + 1 + lookAheadLines);
  const next = rest.findIndex((line) => {
    const start = startOf(line);
    return start !== undefined && !giveUp.test(start.text);
  });
  return next < 0 ? rest : rest.slice(0, next);
};

/** A message continues in lines that are indented, or that begin with the package's name in parentheses. */
const continuation = (lines: readonly string[]): string => {
  const end = lines.findIndex((line) => !/^(\s{10,}|\([\w.-]+\)\s{2,})\S/.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.replace(/^\([\w.-]+\)/, '').trim())
    .join(' ');
};

const undefinedName = (after: readonly string[]): string => /(\\(?:[A-Za-z@]+|.))\s*$/.exec(after[0] ?? '')?.[1] ?? '';

/** Returns the part of the line that TeX had read when it stopped; the error is at its end. */
const readSoFar = (after: readonly string[]): string => {
  const text = after.map((line) => contextLine.exec(line)?.[2]).find((found) => found !== undefined) ?? '';
  const plain = text.replace(/\^\^M$/, '').trim();
  return plain.length > contextCharacters ? `...${plain.slice(-contextCharacters)}` : plain;
};

const messageOf = (start: Start, lines: readonly string[], index: number, after: readonly string[]): string => {
  const text = [start.text, continuation(after)].filter((part) => part !== '').join(' ');
  if (/^Undefined control sequence/.test(text)) return `Undefined control sequence ${undefinedName(after)}`.trim();
  if (giveUp.test(text)) {
    const why = after.map((line) => /^\*\*\* \((.*)\)$/.exec(line.trim())?.[1]).find((found) => found !== undefined);
    return why === undefined ? text : `${text} ${why}`;
  }
  const runaway = lines[index - 2]?.startsWith('Runaway argument?') ? lines[index - 1]?.trim().slice(0, 80) : undefined;
  const near = runaway ?? readSoFar(after);
  return near === '' || text.includes(near) ? text : `${text} Near: ${near}`;
};

/** Returns the errors in order, deduplicated. Reports an emergency stop only when it is the only error. */
export const parseErrors = (
  lines: readonly string[],
  fileAt: (lineIndex: number) => string,
): readonly TypesettingError[] => {
  const found = new Map<string, TypesettingError>();
  const givenUp: TypesettingError[] = [];
  lines.forEach((text, index) => {
    const start = startOf(text);
    if (start === undefined) return;
    const after = following(lines, index);
    const context = after.map((line) => contextLine.exec(line)?.[1]).find((number) => number !== undefined);
    const error = {
      file: start.file ?? fileAt(index),
      line: start.line ?? (context === undefined ? null : Number(context)),
      message: messageOf(start, lines, index, after),
    };
    if (giveUp.test(start.text)) givenUp.push(error);
    else found.set(`${error.file}:${error.line}:${error.message}`, error);
  });
  return found.size > 0 ? [...found.values()] : givenUp.slice(0, 1);
};
