import type { Content, Script } from './content.ts';
import type { Question } from './question.ts';
import { json } from './script.ts';

const textOf = (draft: unknown): string => Object.values((draft ?? {}) as Record<string, string>).join('\n');

/** Finds the idea whose fragments occur most in the draft, because questions about citations do not name it. */
const scriptFor = (content: Content, draft: unknown): Script | undefined => {
  const text = textOf(draft);
  const score = ({ citations }: Script): number =>
    citations.flatMap(({ insertions }) => insertions).filter(({ after }) => text.includes(after)).length;
  const ranked = content.scripts
    .map((script) => ({ script, score: score(script) }))
    .sort((one, other) => other.score - one.score);
  return ranked[0] !== undefined && ranked[0].score > 0 ? ranked[0].script : undefined;
};

export const cite = (content: Content, { data }: Question): string => {
  const next = scriptFor(content, data.draft)?.citations[(data.round?.number ?? 1) - 1];
  if (next === undefined)
    return json({ query: null, reason: 'Every statement that leans on earlier work names its source.' });
  const sections = [...new Set(next.insertions.map(({ section }) => section.replaceAll('_', ' ')))].join(', ');
  return json({ query: next.query, reason: `Statements about earlier work need their source in: ${sections}.` });
};

/** Cites only papers that the search returned. */
export const choose = (content: Content, { data }: Question): string => {
  const papers: readonly any[] = data.papers ?? [];
  const wanted = (scriptFor(content, data.draft)?.citations ?? []).filter(({ query }) => query === data.query);
  const insertions = wanted
    .flatMap((citation) => citation.insertions)
    .flatMap(({ title, section, after }) => {
      const found = papers.find((paper) => paper.title === title);
      return found === undefined ? [] : [{ paper: found.number, section, after }];
    });
  return json({ insertions });
};
