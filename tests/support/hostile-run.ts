import type { Event } from '../../src/events/envelope.ts';
import { corpusFolder, readCorpus } from './corpus.ts';
import { hostile, hostileText } from './hostile.ts';
import { Random } from './random.ts';

/** Fields that the program itself reads: ids, kinds, states, hashes. */
const meant = new Set(
  'kind key task scope outcome decision mode better from sha256 blob inputSha256 request stopReason actor type stage'.split(
    ' ',
  ),
);
/** Fields whose keys are chosen by people, templates and experiments. */
const named = new Set(['results', 'means', 'stderrs', 'limits']);

const changed = (value: unknown, name: string, random: Random, halves: boolean): unknown => {
  if (typeof value === 'string') {
    if (meant.has(name)) return value;
    const added =
      name !== 'name' && name !== 'file' && random.chance(0.5) ? hostileText : random.pick(Object.values(hostile));
    return `${value} ${halves ? added : added.toWellFormed()}`;
  }
  if (value === null || typeof value !== 'object' || name === 'roster') return value;
  if (Array.isArray(value)) return value.map((inner) => changed(inner, name, random, halves));
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      named.has(name) ? `${member} ${hostile.erase}${hostile.family}${hostile.bidi}` : member,
      changed(inner, member, random, halves),
    ]),
  );
};

/**
 * A recorded run in which hostile text is appended to every text of a model, a template, an experiment, a paper or a
 * person. `halves`: also with lone surrogates, which cannot be hashed, so that such a run cannot be folded.
 */
export const hostileRun = async (name: string, seed: number, halves: boolean): Promise<readonly Event[]> => {
  const run = (await readCorpus(corpusFolder)).find((one) => one.name === name);
  if (run === undefined) throw new Error(`no run ${name} in the corpus`);
  return run.log.map(({ event }) => ({ ...event, data: changed(event.data, '', new Random(seed, event.id), halves) }));
};
