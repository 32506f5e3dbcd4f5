import * as z from 'zod';

const first = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

/** One line for a person on what reading, parsing or a schema refused: a schema's own message is a page of JSON. */
export const problemOf = (error: unknown): string => {
  const [issue] = error instanceof z.ZodError ? error.issues : [];
  return (issue === undefined ? (error as Error).message : first(issue)).split('\n', 1)[0] ?? '';
};
