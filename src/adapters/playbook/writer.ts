import type { Content } from './content.ts';
import { fillHoles } from './holes.ts';
import { measuredIn } from './measured.ts';
import type { Question } from './question.ts';
import { json, scriptOf } from './scientist.ts';

const latex = (text: string): string => `\`\`\`latex\n${text.trim()}\n\`\`\``;

export const title = (content: Content, question: Question): string =>
  json({ title: scriptOf(content, question).title });

export const draft = (content: Content, question: Question): string => {
  const { files, labels } = scriptOf(content, question);
  const name = `${question.data.section}.tex`;
  const measured = measuredIn(question.data.results);
  return latex(fillHoles(files[name] ?? content.shared[name] ?? '', { measured, better: content.better, labels }));
};

/** The script's sections are written in full at once: refining leaves them, with the citations that came since. */
export const refine = (_: Content, question: Question): string => latex(String(question.data.draft ?? ''));

/** A revision answers the review's first weakness in a sentence of its own. */
export const revise = (_: Content, question: Question): string => {
  const text = String(question.data.draft ?? '');
  if (question.data.section !== 'conclusion') return latex(text);
  return latex(
    `${text}\n\nA review pointed out that the evidence is limited to small problems; we agree, and the claims above are meant for these problems only.`,
  );
};

export const cite = (content: Content, question: Question): string => {
  const { citations } = scriptOf(content, question);
  const next = citations[(question.data.round?.number ?? 1) - 1];
  return next === undefined
    ? json({ query: null, reason: 'Every source that the text leans on is cited.' })
    : json({ query: next.query, reason: `The ${next.section.replaceAll('_', ' ')} speaks of this work.` });
};

export const choose = (content: Content, question: Question): string => {
  const papers: any[] = question.data.papers ?? [];
  const wanted = scriptOf(content, question).citations.filter(({ query }) => query === question.data.query);
  const insertions = wanted.flatMap(({ title: name, section, after }) => {
    const found = papers.find((paper) => paper.title === name);
    return found === undefined ? [] : [{ paper: found.number, section, after }];
  });
  return json({ insertions });
};

export const fix = (): string => 'The script has no repair for these complaints: the text was written to pass them.';
