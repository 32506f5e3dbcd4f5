const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

const isBlock = (value: unknown): boolean =>
  (isObject(value) && !isEmpty(value)) || (typeof value === 'string' && value.includes('\n'));

const scalar = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/**
 * Renders a JSON value as lines for people: one member a line, multi-line texts verbatim. Members are sorted by name,
 * so that equal values give equal lines.
 */
export const readable = (value: unknown): readonly string[] => {
  if (typeof value === 'string' && value.includes('\n')) return value.replace(/\n$/, '').split('\n');
  if (!isObject(value) || isEmpty(value)) return [scalar(value)];
  const names = Array.isArray(value) ? Object.keys(value) : Object.keys(value).sort();
  return names.flatMap((name) => {
    const inner = value[name];
    if (inner === undefined) return [];
    return isBlock(inner) ? [`${name}:`, ...readable(inner).map((line) => `  ${line}`)] : [`${name}: ${scalar(inner)}`];
  });
};
