/** The part of JSON Schema that zod writes for events. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
};

const isSafe = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

const boundsOf = (schema: Schema): string => {
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (isSafe(minimum) && isSafe(maximum)) return ` ${minimum} to ${maximum}`;
  if (isSafe(minimum)) return ` ≥ ${minimum}`;
  if (isSafe(exclusiveMinimum)) return ` > ${exclusiveMinimum}`;
  return isSafe(maximum) ? ` ≤ ${maximum}` : '';
};

/** A short description of a schema: `integer 1 to 4`, `list of string`, `map to number`. */
export const typeOf = (schema: Schema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === 'object' && schema.properties === undefined && typeof schema.additionalProperties === 'object') {
    return `map to ${typeOf(schema.additionalProperties)}`;
  }
  if (schema.type === 'string' && schema.pattern !== undefined) return `string \`${schema.pattern}\``;
  if (schema.type === 'string' && schema.maxLength !== undefined) return `string ≤ ${schema.maxLength} characters`;
  return `${[schema.type ?? 'anything'].flat().join(' or ')}${boundsOf(schema)}`;
};

/** The schema whose fields get their own rows, and the suffix of the parent's name for them. */
const inner = (schema: Schema): readonly [Schema, string][] => {
  if (schema.properties !== undefined) return [[schema, '.']];
  if (schema.items !== undefined) return inner(schema.items).map(([found, mark]) => [found, `[]${mark}`]);
  if (typeof schema.additionalProperties === 'object') {
    return inner(schema.additionalProperties).map(([found, mark]) => [found, `.*${mark}`]);
  }
  return (schema.anyOf ?? []).flatMap(inner);
};

type Row = { readonly name: string; readonly type: string; readonly meaning: string };

const rowsOf = (schema: Schema, prefix: string): readonly Row[] =>
  Object.entries(schema.properties ?? {}).flatMap(([field, of]) => {
    const name = `${prefix}${field}`;
    const type = `${typeOf(of)}${schema.required?.includes(field) ? '' : ' (optional)'}`;
    return [
      { name, type, meaning: of.description ?? '' },
      ...inner(of).flatMap(([found, mark]) => rowsOf(found, `${name}${mark}`)),
    ];
  });

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** One row per field, nested fields below their parent: `papers[].title`, `results.*.means`. */
export const fieldTable = (schema: Schema): string => {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return 'No fields.';
  if (rows.every(({ meaning }) => meaning === '')) {
    return ['| field | type |', '|---|---|', ...rows.map((row) => `| \`${row.name}\` | ${cell(row.type)} |`)].join(
      '\n',
    );
  }
  const lines = rows.map((row) => `| \`${row.name}\` | ${cell(row.type)} | ${cell(row.meaning)} |`);
  return ['| field | type | meaning |', '|---|---|---|', ...lines].join('\n');
};
