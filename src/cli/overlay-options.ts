import type { Command } from 'commander';
import { limitsSchema, resourceLimitsSchema } from '../events/vocabulary/run.ts';
import type { Overlay } from '../ports/templates.ts';
import { refuse } from './refuse.ts';

type Limits = Pick<Overlay, 'experimentLimits' | 'limits'>;

/** Each option may be given several times. */
export type OverlayOptions = {
  readonly set?: Overlay['environment'];
  readonly argument?: Overlay['arguments'];
  readonly limit?: Limits;
  readonly metric?: Overlay['metrics'];
};

const pair = (text: string, form: string): readonly [name: string, value: string] => {
  const at = text.indexOf('=');
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : refuse(form);
};

const resources = Object.keys(resourceLimitsSchema.shape);
const parameters = Object.keys(limitsSchema.shape);

const takeVariable = (text: string, earlier: Overlay['environment'] = {}): Overlay['environment'] => {
  const [name, value] = pair(text, 'a variable and its value, such as EPOCHS=3');
  return { ...earlier, [name]: value };
};

const takeArgument = (text: string, earlier: Overlay['arguments'] = []): Overlay['arguments'] => [...earlier, text];

const takeLimit = (text: string, earlier: Limits = { experimentLimits: {}, limits: {} }): Limits => {
  const [name, value] = pair(text, 'a limit and its value, such as wallTimeMs=600000');
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (resources.includes(name))
    return number > 0
      ? { ...earlier, experimentLimits: { ...earlier.experimentLimits, [name]: number } }
      : refuse(`a positive number for ${name}`);
  if (parameters.includes(name))
    return Number.isInteger(number)
      ? { ...earlier, limits: { ...earlier.limits, [name]: number } }
      : refuse(`an integer for ${name}`);
  return refuse(`a limit: ${[...resources, ...parameters].join(', ')}`);
};

const takeMetric = (text: string, earlier: Overlay['metrics'] = {}): Overlay['metrics'] => {
  const [name, better] = pair(text, 'a metric and its better direction, such as loss=lower');
  return better === 'lower' || better === 'higher'
    ? { ...earlier, [name]: better }
    : refuse(`lower or higher for ${name}`);
};

/** Adds the options that lay settings over a template's profile. */
export const addOverlayOptions = (command: Command): Command =>
  command
    .option('--set <variable=value>', 'set an environment variable of the experiments', takeVariable)
    .option('--argument <text>', 'pass an argument to experiment.py, such as --argument=--epochs=3', takeArgument)
    .option('--limit <name=number>', 'change a limit of experiments or a parameter of the method', takeLimit)
    .option('--metric <name=direction>', 'say whether lower or higher values of a metric are better', takeMetric);

export const overlayOf = ({ set = {}, argument = [], limit, metric = {} }: OverlayOptions): Overlay => ({
  environment: set,
  arguments: argument,
  experimentLimits: limit?.experimentLimits ?? {},
  limits: limit?.limits ?? {},
  metrics: metric,
});
