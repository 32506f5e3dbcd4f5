import * as z from 'zod';

const first = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

/** Summarises a read, parse or schema error in one line for a person; a schema's own message is a page of JSON. */
export const problemOf = (error: unknown): string => {
  const [issue] = error instanceof z.ZodError ? error.issues : [];
  return (issue === undefined ? (error as Error).message : first(issue)).split('\n', 1)[0] ?? '';
};
