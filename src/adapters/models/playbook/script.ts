import { CodedError } from '../../../events/outcome.ts';
import type { Content, Script } from './content.ts';
import { fillHoles } from './holes.ts';
import { measuredIn } from './measured.ts';
import type { Question } from './question.ts';
import { settingsFor } from './settings.ts';

export const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
export const latex = (text: string): string => `\`\`\`latex\n${text.trim()}\n\`\`\``;

/** An idea of the script, or its n-th variation, named `<name>_<n + 1>`. */
export type Part = { readonly script: Script; readonly variation: number };

export const partNamed = (content: Content, name: string): Part | undefined => {
  const exact = content.scripts.find(({ idea }) => idea.name === name);
  if (exact !== undefined) return { script: exact, variation: 0 };
  const [, base, number] = /^(.+)_(\d+)$/.exec(name) ?? [];
  const script = content.scripts.find(({ idea }) => idea.name === base);
  return script === undefined ? undefined : { script, variation: Number(number) - 1 };
};

/** Throws CodedError('playbook.unscripted') for an idea that is not in the playbook. */
export const partOf = (content: Content, question: Question): Part => {
  const name = String(question.data.idea?.name ?? '');
  const part = partNamed(content, name);
  if (part === undefined)
    throw new CodedError('playbook.unscripted', `the playbook has no script for the idea "${name.slice(0, 80)}"`);
  return part;
};

/** Beyond the scripted values, each variation adds a tenth to the last one. */
const parameterValue = (values: readonly number[], variation: number): number =>
  values[variation] ?? Number(((values.at(-1) ?? 0) * (1 + 0.1 * (variation + 1 - values.length))).toPrecision(6));

export const parametersOf = ({ script, variation }: Part): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(script.parameters).map(([name, values]) => [name, String(parameterValue(values, variation))]),
  );

/** Fills only number holes, for code and plans, where other braces have another meaning. */
export const withParameters = (part: Part, text: string): string =>
  Object.entries(parametersOf(part)).reduce(
    (current, [name, value]) => current.replaceAll(`{{number ${name}}}`, value),
    text,
  );

export const withMeasurements = (content: Content, part: Part, question: Question, text: string): string => {
  const measured = measuredIn(question.data.results);
  const settings = settingsFor(
    question.files['experiment.py'] ?? '',
    Object.keys(measured.run_0 ?? {}),
    question.data.variables,
  );
  return fillHoles(text, {
    measured,
    metrics: content.metrics,
    datasets: content.datasets,
    labels: Object.fromEntries(
      Object.entries(part.script.labels).map(([experiment, label]) => [experiment, withParameters(part, label)]),
    ),
    numbers: { ...settings, ...parametersOf(part) },
  });
};
