import * as z from 'zod';

/** The supported part of JSON Schema. */
type Form = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly items?: Form;
  readonly anyOf?: readonly Form[];
};

type Fields = Readonly<Record<string, unknown>>;

/** Normalises names: `Ethical Concerns`, `ethicalConcerns` and `ethical\_concerns` are equal. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typesOf = ({ type, anyOf }: Form): readonly string[] => [
  ...(typeof type === 'string' ? [type] : (type ?? [])),
  ...(anyOf ?? []).flatMap(typesOf),
];

/** Returns the schema's alternative for a value's type; undefined if any form is allowed. */
const formOf = (form: Form, type: string): Form | undefined =>
  form.type === type ? form : (form.anyOf ?? []).map((one) => formOf(one, type)).find((one) => one !== undefined);

/** Counts the requested fields that an object has. */
const known = (value: Fields, names: ReadonlyMap<string, string>): number =>
  Object.keys(value).filter((name) => names.has(plainName(name))).length;

const namesOf = (properties: Readonly<Record<string, Form>>): ReadonlyMap<string, string> =>
  new Map(Object.keys(properties).map((name) => [plainName(name), name]));

const maximumWrappers = 3;

/** Returns the object with the most requested fields: the value, an array's only element, or one nested in them. */
const unwrapped = (value: unknown, names: ReadonlyMap<string, string>, depth = 0): Fields | undefined => {
  if (Array.isArray(value)) return value.length === 1 ? unwrapped(value[0], names, depth) : undefined;
  if (!isObject(value)) return undefined;
  if (depth === maximumWrappers) return value;
  let best = value;
  for (const field of Object.values(value)) {
    const inner = unwrapped(field, names, depth + 1);
    if (inner !== undefined && known(inner, names) > known(best, names)) best = inner;
  }
  return best;
};

const numeric = new Set(['number', 'integer']);
const number = /^\s*([-+]?\d{1,40}(?:\.\d{1,40})?(?:[eE][-+]?\d{1,3})?)\s*(?:(?:\/|out of)\s*\d{1,40}\s*)?$/;

const fitText = (text: string, types: readonly string[]): unknown => {
  const digits = number.exec(text)?.[1];
  if (digits !== undefined && types.some((type) => numeric.has(type))) return Number(digits);
  if (types.includes('boolean') && /^(?:true|yes)$/i.test(text.trim())) return true;
  if (types.includes('boolean') && /^(?:false|no)$/i.test(text.trim())) return false;
  return types.includes('null') && /^(?:null|none)?$/i.test(text.trim()) ? null : text;
};

const fitFields = (value: unknown, properties: Readonly<Record<string, Form>>): unknown => {
  const names = namesOf(properties);
  const [only, ...others] = Object.entries(properties);
  if (typeof value === 'string' && only !== undefined && others.length === 0 && typesOf(only[1]).includes('string'))
    return { [only[0]]: value };
  const fields = unwrapped(value, names);
  if (fields === undefined) return value;
  const isGiven = (name: string): boolean => Object.hasOwn(fields, name);
  return Object.fromEntries(
    Object.entries(fields).map(([given, inner]) => {
      const name = names.get(plainName(given));
      if (name === undefined || (name !== given && isGiven(name))) return [given, inner];
      return [name, fitValue(inner, properties[name] ?? {})];
    }),
  );
};

const fitValue = (value: unknown, form: Form): unknown => {
  const fields = formOf(form, 'object')?.properties;
  const items = formOf(form, 'array')?.items;
  const types = typesOf(form);
  if (types.length === 0) return value;
  if (items !== undefined && Array.isArray(value)) return value.map((item) => fitValue(item, items));
  if (items?.properties !== undefined && isObject(value)) return [fitValue(value, items)];
  if (fields !== undefined) return fitFields(value, fields);
  if (types.includes('string'))
    return typeof value === 'number' && !types.some((type) => numeric.has(type)) ? String(value) : value;
  return typeof value === 'string' ? fitText(value, types) : value;
};

/** Coerces values towards a schema; `isForm` says whether a value has any requested field. */
export const fitting = (schema: z.ZodType) => {
  const form = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Form;
  const names = namesOf(form.properties ?? {});
  return {
    fit: (value: unknown): unknown => fitValue(value, form),
    isForm: (value: unknown): boolean => names.size === 0 || (isObject(value) && known(value, names) > 0),
  };
};
