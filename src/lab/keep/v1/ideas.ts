import { parseJson } from '../../../events/json.ts';
import { type Idea, ideaSchema } from '../../../events/vocabulary/idea.ts';

/** An entry of `ideas.json`. */
export type ListedIdea = {
  readonly name: string;
  readonly title: string;
  /** Null if it has not the form of ideas, as with a rating that is missing. */
  readonly idea: Idea | null;
  readonly novel: boolean | null;
};

const maximumIdeas = 5000;

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

const listed = (value: unknown): readonly ListedIdea[] => {
  if (value === null || typeof value !== 'object') return [];
  const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
  const { interestingness, feasibility, novelty, novel } = fields;
  const [name, title, experiment] = [fields.name, fields.title, fields.experiment].map(textIn) as [
    string,
    string,
    string,
  ];
  if (name === '') return [];
  const read = ideaSchema.safeParse({ name, title, experiment, interestingness, feasibility, novelty });
  return [
    {
      name: name.slice(0, 200),
      title,
      idea: read.success ? read.data : null,
      novel: typeof novel === 'boolean' ? novel : null,
    },
  ];
};

/** Reads a list of ideas; empty for a text that is none. */
export const readIdeas = (text: string | undefined): readonly ListedIdea[] => {
  try {
    const value = parseJson(text ?? '[]');
    return Array.isArray(value) ? value.slice(0, maximumIdeas).flatMap(listed) : [];
  } catch {
    return [];
  }
};
