import type { Event } from '../envelope.ts';
import { actorOf } from '../id.ts';
import type { Numbered } from './causes.ts';

/** The first point at which an actor's events differ between two runs. */
export type Difference = {
  readonly id: string;
  /** `<scope>.<role>`; `human` for people's requests. */
  readonly actor: string;
  /** Undefined if that run has no such event. */
  readonly one: Numbered | undefined;
  readonly other: Numbered | undefined;
};

/** Bookkeeping of the shell; the starts of the runs are compared separately. */
const asides = new Set([
  'run.started',
  'task.started',
  'log.chained',
  'run.quiesced',
  'decision.awaited',
  'run.forked',
]);
const isAside = ({ event }: Numbered): boolean => asides.has(event.type);

/** Fields that differ even between identical runs. */
const measuredOnTheWay: ReadonlySet<string> = new Set([
  'durationMs',
  'latencyMs',
  'attempt',
  'inputSha256',
  'wallTimeMs',
  'cpuTimeMs',
  'peakMemoryBytes',
  'diskBytes',
  'forkedFrom',
]);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** SHA-256 in data, or in a paper, where lines can break within it. */
const hashes = /(?:[0-9a-f]{8}(?:\\\\allowbreak\{\})?){8}/g;

/** Serialises an event for comparison: keys sorted, without times, hashes and the names of the runs. */
const substance = ({ event }: Numbered, names: readonly string[]): string => {
  const { type, scope, data } = event;
  const text = JSON.stringify([type, scope, data], (name, value: unknown) => {
    if (measuredOnTheWay.has(name)) return undefined;
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
  return names.reduce((rest, name) => rest.replaceAll(name, ''), text).replace(hashes, '');
};

/**
 * Returns for each actor its first event that only one run has or that differs, earliest first. Events are matched by
 * id. Ids count an actor's outputs, so the order in which actors took turns is irrelevant.
 */
export const firstDifferences = (
  one: readonly Numbered[],
  other: readonly Numbered[],
  names: readonly string[],
): readonly Difference[] => {
  const ofOther = new Map(other.map((event) => [event.event.id, event]));
  const ofOne = new Map(one.map((event) => [event.event.id, event]));
  const found = new Map<string, Difference>();
  const note = (id: string, difference: Omit<Difference, 'id' | 'actor'>): void => {
    const actor = actorOf(id);
    const present = found.get(actor);
    const fresh = { id, actor, ...difference };
    if (present === undefined || placeOf(fresh) < placeOf(present)) found.set(actor, fresh);
  };
  for (const event of one.filter((each) => !isAside(each))) {
    const match = ofOther.get(event.event.id);
    if (match === undefined || substance(event, names) !== substance(match, names))
      note(event.event.id, { one: event, other: match });
  }
  for (const event of other.filter((each) => !isAside(each)))
    if (!ofOne.has(event.event.id)) note(event.event.id, { one: undefined, other: event });
  return [...found.values()].sort((left, right) => placeOf(left) - placeOf(right));
};

const withoutHashes = ({ data }: Event): object => JSON.parse(JSON.stringify(data).replace(hashes, ''));

/** The members of two events' data that differ in what is compared: times and hashes are not. */
export const tellingMembers = (one: Event, other: Event): readonly string[] =>
  changedMembers(withoutHashes(one), withoutHashes(other))
    .map((line) => line.split(' ', 1)[0] ?? '')
    .filter((path) => !measuredOnTheWay.has(path.slice(path.lastIndexOf('.') + 1)));

const placeOf = ({ one, other }: Pick<Difference, 'one' | 'other'>): number =>
  Math.min(one?.sequence ?? Number.POSITIVE_INFINITY, other?.sequence ?? Number.POSITIVE_INFINITY);

/** Lists every differing member of two JSON objects: `limits.reviews 5 -> 3`. */
export const changedMembers = (before: object, after: object, prefix = ''): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const old = (before as Record<string, unknown>)[name];
    const value = (after as Record<string, unknown>)[name];
    if (isObject(old) || isObject(value))
      return changedMembers(isObject(old) ? old : {}, isObject(value) ? value : {}, `${prefix}${name}.`);
    return JSON.stringify(old) === JSON.stringify(value)
      ? []
      : [`${prefix}${name} ${JSON.stringify(old) ?? 'not set'} -> ${JSON.stringify(value) ?? 'not set'}`];
  });
