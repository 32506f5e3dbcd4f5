import { CodedError } from '../events/outcome.ts';

const broken = (problem: string): CodedError => new CodedError('table.unusable', problem);

/** Splits RFC 4180 text into rows of fields, in one pass. Throws CodedError('table.unusable') for a quote without an end. */
const fieldsIn = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      const line = rows.length + 1;
      for (at += 1; ; ) {
        const quote = text.indexOf('"', at);
        if (quote < 0) throw broken(`row ${line} has a quotation mark without an end`);
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    }
    const start = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
    row.push(field + text.slice(start, at).replace(/\r$/, ''));
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    at += 1;
    endRow();
  }
  return rows;
};

/** Rows of a CSV text by the names in its first row; empty lines are passed over. Throws CodedError('table.unusable'). */
export const csvRows = (
  text: string,
): { readonly columns: readonly string[]; readonly rows: readonly Readonly<Record<string, string>>[] } => {
  const [head = [], ...body] = fieldsIn(text.replace(/^\ufeff/, ''));
  const columns = head.map((name) => name.trim());
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) throw broken(`two columns are named "${repeated}"`);
  const full = body.filter((fields) => fields.some((field) => field !== ''));
  const odd = full.find((fields) => fields.length !== columns.length);
  if (odd !== undefined)
    throw broken(`row ${body.indexOf(odd) + 2} has ${odd.length} fields, and the first row ${columns.length}`);
  const rows = full.map((fields) => Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? ''])));
  return { columns, rows };
};
