import { parseSync } from 'oxc-parser';
import { type Change, changesAt, type Node } from './operators.ts';

/** One change to one source file, which should make a test fail. */
export type Mutant = Change & {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The original source line and the mutant's; only the first line of a longer change. */
  readonly before: string;
  readonly after: string;
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Type syntax is skipped, except for these nodes, which contain an expression. */
const typedExpressions = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

const childrenOf = (node: Node): readonly Node[] => {
  if (node.type === 'ImportDeclaration') return [];
  if (node.type.startsWith('TS')) return typedExpressions.has(node.type) ? [node.expression as Node] : [];
  return Object.values(node).flat().filter(isNode);
};

const changesBelow = (node: Node, parent: Node | undefined, text: string): readonly Change[] => [
  ...(node.type.startsWith('TS') ? [] : changesAt(node, parent, text)),
  ...childrenOf(node).flatMap((child) => changesBelow(child, node, text)),
];

/** The source with a change applied. */
export const mutated = (text: string, { start, end, replacement }: Change): string =>
  text.slice(0, start) + replacement + text.slice(end);

const lineNumber = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Every mutant of a source file, in source order. */
export const mutantsOf = (path: string, text: string): readonly Mutant[] => {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const lineOf = (source: string, line: number): string => (source.split('\n')[line - 1] ?? '').trim();
  const found = new Map<string, Mutant>();
  for (const change of changesBelow(program as unknown as Node, undefined, text)) {
    const line = lineNumber(text, change.start);
    const [before, after] = [lineOf(text, line), lineOf(mutated(text, change), line)];
    found.set(`${change.start} ${change.end} ${change.replacement}`, { ...change, path, line, before, after });
  }
  return [...found.values()].sort((one, other) => one.start - other.start);
};
