import { Option } from 'commander';
import { csvText } from '../../text/csv.ts';
import { type Column, table } from '../../text/table.ts';
import { latexTable, markdownTable } from '../../text/table-forms.ts';
import { outputColumns, print, printJson } from '../output.ts';

const forms = ['text', 'markdown', 'latex', 'csv', 'json'] as const;

export type FormOptions = { readonly format: (typeof forms)[number]; readonly json?: boolean };

export const formOption = (): Option =>
  new Option('--format <form>', 'the form of the table').choices(forms).default('text');

/** A table for people, and its data for programs. */
export type Printed<Row> = {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** For a terminal, where the columns are too wide for it. */
  readonly text?: () => string;
  readonly csv: { readonly columns: readonly string[]; readonly rows: Parameters<typeof csvText>[1] };
  readonly json: unknown;
};

const textIn = <Row>({ rows, columns, text, csv }: Printed<Row>, format: FormOptions['format']): string => {
  if (format === 'markdown') return markdownTable(rows, columns);
  if (format === 'latex') return latexTable(rows, columns);
  if (format === 'csv') return csvText(csv.columns, csv.rows);
  return text?.() ?? table(rows, columns, outputColumns());
};

export const printTable = <Row>(printed: Printed<Row>, { format, json = false }: FormOptions): void => {
  if (json || format === 'json') printJson(printed.json);
  else print(textIn(printed, format));
};
