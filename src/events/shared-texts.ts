import type { Event } from './envelope.ts';
import { CodedError } from './outcome.ts';

/** In UTF-16 units; a reference has about 80 bytes. A higher limit would make recorded references unreadable. */
const shortestText = 500;

type ContentType = Event['datacontenttype'];

const plainType: ContentType = 'application/json';
/** Marks an event whose data has references, so that data which only looks like one is never taken for it. */
const sharedType: ContentType = 'application/json;texts=shared';

const isReference = (value: unknown): value is { readonly $text: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === '$text';

/** A text that is not well-formed has no UTF-8 form of its own, and so no hash. */
const isLong = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= shortestText && value.isWellFormed();

const visit = (value: unknown, see: (value: unknown) => void): void => {
  see(value);
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) visit(inner, see);
};

/** Replaces inner values, outermost first; values that do not change stay the same objects. */
const replaced = (value: unknown, replace: (value: unknown) => unknown): unknown => {
  const other = replace(value);
  if (other !== value || typeof value !== 'object' || value === null) return other;
  const entries = Object.entries(value);
  const inner = entries.map(([, each]) => replaced(each, replace));
  if (entries.every(([, each], at) => each === inner[at])) return value;
  return Array.isArray(value) ? inner : Object.fromEntries(entries.map(([name], at) => [name, inner[at]]));
};

/**
 * The long texts of a log. An event is stored with a reference in place of each text that an earlier event holds: the
 * paper's source, code and the text of a PDF pass unchanged through several events. Whoever reads an event sees it whole.
 */
export class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #hashOf: (text: string) => string;

  constructor(hashOf: (text: string) => string) {
    this.#hashOf = hashOf;
  }

  /** Returns the event as it is stored. All events seen so far must precede it in the log. */
  share(event: Event): Event {
    let hasLookalike = false;
    const data = replaced(event.data, (value) => {
      hasLookalike ||= isReference(value);
      const $text = isLong(value) ? this.#hashOf(value) : '';
      return this.#texts.has($text) ? { $text } : value;
    });
    return data === event.data || hasLookalike ? event : { ...event, datacontenttype: sharedType, data };
  }

  /** False when an event refers to a text of an event that was not seen. */
  has({ datacontenttype, data }: Event): boolean {
    let isComplete = true;
    if (datacontenttype !== sharedType) return isComplete;
    visit(data, (value) => {
      if (isReference(value)) isComplete &&= this.#texts.has(value.$text);
    });
    return isComplete;
  }

  /** Returns a stored event with its texts, and remembers them. Throws CodedError('log.corrupt') for an unknown text. */
  whole(event: Event): Event {
    visit(event.data, (value) => {
      if (isLong(value)) this.#texts.set(this.#hashOf(value), value);
    });
    if (event.datacontenttype !== sharedType) return event;
    const data = replaced(event.data, (value) => (isReference(value) ? this.#text(event, value.$text) : value));
    return { ...event, datacontenttype: plainType, data };
  }

  #text({ id }: Event, sha256: string): string {
    const text = this.#texts.get(sha256);
    if (text !== undefined) return text;
    throw new CodedError(
      'log.corrupt',
      `event ${id} refers to a text with SHA-256 ${sha256}, which no earlier event has`,
    );
  }
}
