import type { Content } from './content.ts';
import { fillHoles } from './holes.ts';
import { measuredIn } from './measured.ts';
import type { Question } from './question.ts';
import { json, scriptOf } from './scientist.ts';

export const plan = (content: Content, question: Question): string =>
  json({ runs: scriptOf(content, question).plan.slice(0, question.data.maxRuns ?? 5) });

/** A failure is answered with the repair that the script has for it, as a person would who reads the error. */
export const edit = (content: Content, question: Question): string => {
  const { files } = scriptOf(content, question);
  const { run, failure } = question.data;
  const repair = failure === undefined ? undefined : files[`run_${run}.repair.md`];
  return repair ?? files[`run_${run}.md`] ?? 'ALL RUNS COMPLETED';
};

const filling = (content: Content, question: Question, results: unknown) => ({
  measured: measuredIn(results),
  better: content.better,
  labels: scriptOf(content, question).labels,
});

export const note = (content: Content, question: Question): string => {
  const text =
    scriptOf(content, question).notes[question.data.run - 1] ?? 'The run completed; its numbers are in the results.';
  return fillHoles(text, filling(content, question, question.data.results));
};

export const plot = (content: Content, question: Question): string =>
  scriptOf(content, question).files['plot.md'] ?? '';

export const describe = (content: Content, question: Question): string => {
  const { figures } = scriptOf(content, question);
  const names: string[] = question.data.figures ?? [];
  const text = (name: string) =>
    fillHoles(figures[name] ?? `The figure ${name} of plot.py.`, filling(content, question, question.data.results));
  return json(Object.fromEntries(names.map((name) => [name, text(name)])));
};
