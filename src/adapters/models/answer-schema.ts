type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const plainKeywords = ['type', 'enum', 'const', 'description', '$ref'] as const;

const object = (schema: Schema): Schema | undefined => {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const names = Object.keys(properties);
  const inner = names.map((name) => strictSchema(properties[name] as Schema));
  if (names.length === 0 || inner.includes(undefined)) return undefined;
  return {
    properties: Object.fromEntries(names.map((name, index) => [name, inner[index]])),
    required: names,
    additionalProperties: false,
  };
};

/**
 * Converts a schema to the part of JSON Schema that all vendors' structured output supports: closed objects with only
 * required members and no bounds, which zod checks in the answer. Undefined for an inexpressible schema, such as a record.
 */
export const strictSchema = (schema: Schema): Schema | undefined => {
  if (!isSchema(schema)) return undefined;
  const kept = Object.fromEntries(plainKeywords.flatMap((name) => (name in schema ? [[name, schema[name]]] : [])));
  const variants = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (variants !== undefined) {
    const strict = variants.map(strictSchema);
    return strict.includes(undefined) ? undefined : { ...kept, anyOf: strict };
  }
  if (schema.type === 'object') {
    const closed = object(schema);
    return closed && { ...kept, ...closed };
  }
  if (schema.type === 'array') {
    const items = strictSchema(schema.items as Schema);
    return items && { ...kept, items };
  }
  return Object.keys(kept).some((name) => name !== 'description') ? kept : undefined;
};
