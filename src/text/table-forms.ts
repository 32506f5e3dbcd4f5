import { plain } from './clean.ts';
import type { Column } from './table.ts';

const aligned = <Row>(columns: readonly Column<Row>[]): readonly boolean[] =>
  columns.map(({ right }) => right === true);

const cellsOf = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly (readonly string[])[] =>
  rows.map((row) => columns.map(({ text }) => plain(text(row))));

const markdownCell = (text: string): string => text.replaceAll(/[\\|`*_<>[\]]/g, (character) => `\\${character}`);

/** A table in GitHub's Markdown. */
export const markdownTable = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(columns.map(({ title }) => markdownCell(title))),
    line(aligned(columns).map((right) => (right ? '---:' : '---'))),
    ...cellsOf(rows, columns).map((cells) => line(cells.map(markdownCell))),
  ].join('');
};

const latexCharacters: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '^': '\\textasciicircum{}',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '%': '\\%',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '≥': '$\\geq$',
  '±': '$\\pm$',
  '–': '--',
};

const latexCell = (text: string): string =>
  text.replaceAll(/[\\{}$&#^_~%<>≥±–]/g, (one) => latexCharacters[one] ?? one);

/** A `tabular` for the package booktabs. */
export const latexTable = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string => {
  const line = (cells: readonly string[]): string => `  ${cells.map(latexCell).join(' & ')} \\\\\n`;
  return [
    `\\begin{tabular}{${aligned(columns)
      .map((right) => (right ? 'r' : 'l'))
      .join('')}}\n`,
    '  \\toprule\n',
    line(columns.map(({ title }) => title)),
    '  \\midrule\n',
    ...cellsOf(rows, columns).map(line),
    '  \\bottomrule\n',
    '\\end{tabular}\n',
  ].join('');
};
