import type { Content } from './content.ts';
import type { Question } from './question.ts';
import { json, type Part, partOf, withMeasurements, withParameters } from './script.ts';

const finished = 'ALL RUNS COMPLETED';

export const plan = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  const experiments = part.script.plan.map(({ description }) => ({ description: withParameters(part, description) }));
  return json({ runs: experiments.slice(0, question.data.maxRuns ?? 5) });
};

/** The repair applies if the failure contains the text of its first line, `when: <text>`. */
const repairFor = ({ script }: Part, experiment: number, failure: unknown): string | undefined => {
  const [, sign, text] = /^when: (.+)\n([\s\S]*)$/.exec(script.files[`run_${experiment}.repair.md`] ?? '') ?? [];
  return sign !== undefined && JSON.stringify(failure).includes(sign) ? text : undefined;
};

/** Ends the experiments after a failure without a scripted repair; completed ones remain valid. */
export const edit = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  const { run, failure } = question.data;
  const text = failure ? repairFor(part, run, failure) : part.script.files[`run_${run}.md`];
  return withParameters(part, text ?? finished);
};

export const note = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  const text = part.script.notes[question.data.run - 1] ?? 'The run completed; its numbers are in the results.';
  return withMeasurements(content, part, question, withParameters(part, text));
};

export const plot = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  return withParameters(part, part.script.files['plot.md'] ?? '');
};

export const describe = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  const names: readonly string[] = question.data.figures ?? [];
  const text = (name: string): string =>
    withMeasurements(content, part, question, part.script.figures[name] ?? `The figure ${name}, drawn by plot.py.`);
  return json(Object.fromEntries(names.map((name) => [name, text(name)])));
};
