import type { ZodType } from 'zod';
import { cleaning } from '../../events/clean.ts';
import { readLooseJson } from './read-json.ts';

export type Parsed<T> = { readonly value: T } | { readonly complaint: string };

const fence = /```(?:json)?[^\S\n]{0,100}\n([\s\S]*?)(?:\n[^\S\n]{0,100}```|$)/gi;
const maximumAnswerLength = 400_000;

/** Candidates for an answer's JSON, best first: the last fence, other fences, the outermost braces. */
const candidates = (text: string): readonly string[] => {
  const fenced = [...text.matchAll(fence)].map((match) => match[1] ?? '').reverse();
  const first = text.search(/[{[]/);
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return first < 0 ? fenced : [...fenced, last > first ? text.slice(first, last + 1) : text.slice(first)];
};

const issuesOf = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  error.issues
    .slice(0, 6)
    .map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`)
    .join('; ');

/** Finds, repairs and validates the JSON in a model's answer; the complaint addresses the model. */
export const parseJsonAnswer = <T>(text: string, schema: ZodType<T>): Parsed<T> => {
  if (text.length > maximumAnswerLength) return { complaint: `The answer has ${text.length} characters: be brief.` };
  let complaint = 'The answer has no JSON object: give exactly one, in a ```json fence.';
  for (const candidate of candidates(text)) {
    let value: unknown;
    try {
      value = readLooseJson(candidate, cleaning);
    } catch (error) {
      complaint = `The JSON cannot be read: ${(error as Error).message}.`;
      continue;
    }
    const checked = schema.safeParse(value);
    if (checked.success) return { value: checked.data };
    complaint = `The JSON does not have the requested form: ${issuesOf(checked.error)}.`;
  }
  return { complaint };
};
