import * as z from 'zod';
import { type Idea, ideaSchema } from '../../events/vocabulary/idea.ts';
import { type Parsed, parseJsonAnswer } from '../kit/kit.ts';

const rating = z.number().min(1).max(10);
const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

/** Accepts a single parent for a list of one. */
const writtenIdeaSchema = z.object({
  name: z.string(),
  title: z.string(),
  experiment: z.string(),
  interestingness: rating,
  feasibility: rating,
  novelty: rating,
  parents: names.nullish(),
  done: z.boolean().nullish(),
});

/** `Loss-Scaling v2` -> `loss_scaling_v2`. */
export const normalName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s\-./\\]+/g, '_')
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '');

/**
 * Parses an idea. Its name must not be in `taken`. Parents that are not in the archive are dropped; the others get the
 * archive's spelling.
 */
export const readIdea = (answer: string, taken: readonly string[]): Parsed<{ idea: Idea; done: boolean }> => {
  const written = parseJsonAnswer(answer, writtenIdeaSchema);
  if ('complaint' in written) return written;
  const { done, parents, ...rest } = written.value;
  const spellings = new Map(taken.map((name) => [normalName(name), name]));
  const known = (parents ?? []).map((parent) => spellings.get(normalName(parent))).filter((name) => name !== undefined);
  const name = normalName(rest.name);
  if (spellings.has(name)) {
    return {
      complaint: `name: the archive already has "${name}". Propose something else, or build on that idea under a new name.`,
    };
  }
  const checked = ideaSchema.safeParse({
    ...rest,
    name,
    title: rest.title.trim(),
    experiment: rest.experiment.trim(),
    parents: [...new Set(known)],
  });
  if (checked.success) return { value: { idea: checked.data, done: done ?? false } };
  const issues = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return { complaint: `${issues.join('; ')}. Write the name in snake_case: a-z, 0-9 and _, at most 80 characters.` };
};

const verdictSchema = z.object({
  thought: z.string().nullish(),
  query: z.string().nullish(),
  decision: z.string().nullish(),
  reason: z.string().nullish(),
});

export type Verdict =
  | { readonly query: string; readonly thought: string }
  | { readonly novel: boolean; readonly reason: string };

const maximumQueryLength = 300;

const decided = (decision: string): boolean | undefined => {
  const words = decision
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  return words === 'novel' ? true : words === 'not novel' ? false : undefined;
};

/** Parses an answer of the novelty check: a decision if it contains one, otherwise a query. */
export const readVerdict = (answer: string): Parsed<Verdict> => {
  const written = parseJsonAnswer(answer, verdictSchema);
  if ('complaint' in written) return written;
  const { thought, query, decision, reason } = written.value;
  const novel = decided(decision ?? '');
  if (novel !== undefined)
    return { value: { novel, reason: (reason || thought || 'No reason was given.').slice(0, 4000) } };
  const wanted = (query ?? '').replace(/\s+/g, ' ').trim().slice(0, maximumQueryLength);
  if (wanted !== '') return { value: { query: wanted, thought: (thought ?? '').slice(0, 4000) } };
  return { complaint: 'Give either a query or a decision, which must be exactly "novel" or "not novel".' };
};
