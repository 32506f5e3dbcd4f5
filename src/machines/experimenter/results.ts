import type { Results } from '../../events/vocabulary/experiment.ts';

export type Normalised = { readonly results: Results } | { readonly problem: string };

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Unusable extends Error {}

/** Numbers of an object, also one level deeper under joined names; anything else is left out. */
const numbersOf = (value: Json | undefined, path: string): Record<string, number> => {
  const numbers: Record<string, number> = {};
  if (!isObject(value)) return numbers;
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === 'string' && /^(nan|-?inf(inity)?)$/i.test(entry))
      throw new Unusable(`${path}.${name} is ${entry}`);
    if (typeof entry === 'number') numbers[name] = entry;
    if (isObject(entry)) {
      for (const [inner, number] of Object.entries(entry))
        if (typeof number === 'number') numbers[`${name}_${inner}`] = number;
    }
  }
  return numbers;
};

const datasetOf = (value: Json, name: string): Results[string] => {
  if (typeof value === 'number') return { means: { [name]: value }, stderrs: {} };
  if (!isObject(value)) throw new Unusable(`${name} is neither an object nor a number`);
  const means = typeof value.means === 'number' ? { [name]: value.means } : numbersOf(value.means ?? value, name);
  if (Object.keys(means).length === 0) throw new Unusable(`${name} has no numbers in \`means\``);
  const stderrs = numbersOf(value.stderrs, `${name}.stderrs`);
  return { means, stderrs: Object.fromEntries(Object.entries(stderrs).filter(([metric]) => metric in means)) };
};

/** Python's json module writes NaN and Infinity, which JSON does not have; where one stands is worth telling. */
const nonNumber = /[:[,]\s*(NaN|-?Infinity)\b/;

/** Reads a `final_info.json` in any form that templates in the wild write. Standard errors are taken, never invented. */
export const normaliseResults = (text: string): Normalised => {
  const odd = nonNumber.exec(text);
  if (odd !== null) return { problem: `final_info.json contains ${odd[1]}` };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `final_info.json is not JSON: ${(error as Error).message}` };
  }
  if (!isObject(value) || Object.keys(value).length === 0)
    return { problem: 'final_info.json is not an object with results' };
  try {
    return {
      results: Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, datasetOf(entry, name)])),
    };
  } catch (error) {
    if (error instanceof Unusable) return { problem: `final_info.json: ${error.message}` };
    throw error;
  }
};
