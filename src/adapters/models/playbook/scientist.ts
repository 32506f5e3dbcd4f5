import type { Content } from './content.ts';
import type { Question } from './question.ts';
import { json, type Part, partNamed, partOf, withParameters } from './script.ts';

const nameOf = ({ script, variation }: Part): string =>
  variation === 0 ? script.idea.name : `${script.idea.name}_${variation + 1}`;

const ideaOf = (part: Part) => {
  const { idea } = part.script;
  const experiment = withParameters(part, idea.experiment);
  if (part.variation === 0) return { ...idea, experiment };
  return {
    ...idea,
    name: nameOf(part),
    title: `${idea.title} (Setting ${part.variation + 1})`,
    experiment: `${experiment} This varies an earlier idea by another value of what it depends on.`,
    novelty: Math.max(1, idea.novelty - 3),
    parents: [idea.name],
  };
};

/** Yields all ideas in order, then all first variations, and so on, so that an unused one always exists. */
const nextPart = (content: Content, used: ReadonlySet<string>): Part => {
  for (let variation = 0; ; variation += 1) {
    const script = content.scripts.find((one) => !used.has(nameOf({ script: one, variation })));
    if (script !== undefined) return { script, variation };
  }
};

export const propose = (content: Content, { data }: Question): string => {
  const used = new Set<string>((data.archive ?? []).map(({ name }: { name: string }) => name));
  const idea = ideaOf(nextPart(content, used));
  return `THOUGHT: The archive holds ${used.size} ideas. This one changes a single ingredient of training and can be told from noise by the seeds.\n\n${json(idea)}`;
};

/** The first reflection applies the script's improvements; the next one finds nothing. */
export const reflect = (content: Content, { data }: Question): string => {
  const { idea } = data;
  const part = partNamed(content, String(idea?.name ?? ''));
  const changes = part?.variation === 0 && data.round?.number === 1 ? part.script.refined : {};
  const done = Object.keys(changes).length === 0;
  const thought = done
    ? 'The question is sharp, the runs fit the limit and the comparison is fair.'
    : 'The plan can be told more exactly, and one rating is too high.';
  return `THOUGHT: ${thought}\n\n${json({ ...idea, ...changes, name: idea?.name, done })}`;
};

const plain = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, ' ');

/** Decides on novelty after the last query by the search results; undecided cases count as not novel. */
const decide = (searches: readonly any[], known: string | undefined, verdict: string) => {
  const answered = searches.filter(({ error }) => !error);
  const titles = answered.flatMap(({ papers }) => (papers ?? []).map(({ title }: any) => plain(String(title))));
  const thought = `${answered.length} of ${searches.length} searches were answered; they showed ${titles.length} papers.`;
  const answer = (decision: string, reason: string) => ({ thought, query: null, decision, reason });
  if (answered.length === 0) return answer('not novel', 'No search was answered, so nothing speaks for the idea.');
  if (known === undefined) return answer('novel', verdict);
  if (titles.includes(plain(known))) return answer('not novel', `"${known}" does this already. ${verdict}`);
  return answer('not novel', 'The papers found do not settle whether this was done before; it is not shown to be new.');
};

export const judgeNovelty = (content: Content, question: Question): string => {
  const { queries, known, verdict } = partOf(content, question).script;
  const searches: readonly any[] = question.data.searches ?? [];
  const { number = searches.length + 1, of = 10 } = question.data.round ?? {};
  const unanswered = searches.every(({ error }) => error);
  const next = queries[searches.length] ?? (unanswered ? queries[searches.length % queries.length] : undefined);
  if (next !== undefined && number < of) return json({ ...next, decision: null, reason: '' });
  return json(decide(searches, known, verdict));
};
