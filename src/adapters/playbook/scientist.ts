import type { Content, Script } from './content.ts';
import type { Question } from './question.ts';

export const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** The script of the idea that a question is about; a varied idea follows the script that it varies. */
export const scriptOf = (content: Content, question: Question): Script => {
  const name = String(question.data.idea?.name ?? '').replace(/_again(?:_\d+)?$/, '');
  return content.scripts.find(({ idea }) => idea.name === name) ?? (content.scripts[0] as Script);
};

const varied = (content: Content, used: ReadonlySet<string>) => {
  const [first] = content.scripts as [Script, ...Script[]];
  let number = 1;
  const name = () => `${first.idea.name}_again${number > 1 ? `_${number}` : ''}`;
  while (used.has(name())) number += 1;
  return {
    ...first.idea,
    name: name(),
    title: `${first.idea.title}: A Replication`,
    novelty: 2,
    parents: [first.idea.name],
  };
};

export const propose = (content: Content, { data }: Question): string => {
  const used = new Set<string>((data.archive ?? []).map(({ name }: { name: string }) => name));
  const idea = content.scripts.find((script) => !used.has(script.idea.name))?.idea ?? varied(content, used);
  return `THOUGHT: The archive has ${used.size} ideas; this one asks something that none of them does.\n\n${json(idea)}`;
};

export const reflect = (content: Content, question: Question): string => {
  const { refined } = scriptOf(content, question);
  const { idea, round } = question.data;
  const changes = round?.number === 1 ? refined : {};
  return `THOUGHT: Is the plan feasible within the template, and does it tell causes apart?\n\n${json({ ...idea, ...changes, name: idea?.name, done: Object.keys(changes).length === 0 })}`;
};

export const judgeNovelty = (content: Content, question: Question): string => {
  const { queries, known, verdict } = scriptOf(content, question);
  const searches: any[] = question.data.searches ?? [];
  const next = queries[searches.length];
  if (next !== undefined)
    return json({ thought: 'Look for work that already does this.', query: next, decision: null, reason: '' });
  const titles = searches.flatMap((search) => (search.papers ?? []).map((paper: any) => String(paper.title)));
  const found = known !== undefined && titles.includes(known);
  const reason = found
    ? `${verdict} ("${known}")`
    : known === undefined
      ? verdict
      : 'The searches show nothing that does this.';
  return json({
    thought: `${titles.length} papers were shown.`,
    query: null,
    decision: found ? 'not novel' : 'novel',
    reason,
  });
};
