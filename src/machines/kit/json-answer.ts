import type { ZodType } from 'zod';
import { cleaning } from '../../events/clean.ts';
import { fitting } from './json/fit.ts';
import { placesOfJson } from './json/places.ts';
import { withTexCommands } from './json/tex.ts';
import { readLooseJson } from './read-json.ts';

export type Parsed<T> = { readonly value: T } | { readonly complaint: string };

const maximumAnswerLength = 400_000;

const issuesOf = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  error.issues
    .slice(0, 6)
    .map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`)
    .join('; ');

/** Finds, repairs and validates the JSON in a model's answer; the complaint addresses the model. */
export const parseJsonAnswer = <T>(text: string, schema: ZodType<T>): Parsed<T> => {
  if (text.length > maximumAnswerLength) return { complaint: `The answer has ${text.length} characters: be brief.` };
  let complaint = 'The answer has no JSON object: give exactly one, in a ```json fence.';
  let isKnown = false;
  const { fit, isForm } = fitting(schema);
  for (const place of placesOfJson(text)) {
    let value: unknown;
    try {
      value = fit(readLooseJson(withTexCommands(place.trim()), cleaning));
    } catch (error) {
      if (!isKnown) complaint = `The JSON cannot be read: ${(error as Error).message}.`;
      continue;
    }
    const checked = schema.safeParse(value);
    if (checked.success && isForm(value)) return { value: checked.data };
    if (isKnown) continue;
    isKnown = isForm(value);
    const issues = checked.success ? 'it has none of the requested fields' : issuesOf(checked.error);
    complaint = `The JSON does not have the requested form: ${issues}.`;
  }
  return { complaint };
};
