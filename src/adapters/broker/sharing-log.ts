import { hash } from 'node:crypto';
import type { Event } from '../../events/envelope.ts';
import { SharedTexts } from '../../events/shared-texts.ts';
import type { Appended, Recorded, RunLog, Stored } from '../../ports/log.ts';

/**
 * A log that stores a long text once: in place of a text of an event that was read here, it stores a reference. Its readers
 * see whole events.
 */
export class SharingLog implements RunLog {
  readonly run: string;
  readonly #log: RunLog;
  readonly #texts = new SharedTexts((text) => hash('sha256', text));

  constructor(log: RunLog) {
    this.run = log.run;
    this.#log = log;
  }

  append(event: Event): Promise<Appended> {
    return this.#log.append(this.#texts.share(event));
  }

  appendAt(event: Event, lastSequence: number): Promise<Appended | 'moved'> {
    return this.#log.appendAt(this.#texts.share(event), lastSequence);
  }

  restore(recorded: Recorded): Promise<Appended | 'moved'> {
    return this.#log.restore(recorded);
  }

  async get(id: string): Promise<Recorded | undefined> {
    const recorded = await this.#log.get(id);
    return recorded && this.#whole(recorded);
  }

  lastSequence(): Promise<number> {
    return this.#log.lastSequence();
  }

  async *read(): AsyncGenerator<Recorded> {
    for await (const recorded of this.#log.read()) yield this.#whole(recorded);
  }

  readStored(): AsyncIterable<Stored> {
    return this.#log.readStored();
  }

  async *follow(fromSequence: number, signal: AbortSignal): AsyncGenerator<Recorded> {
    for await (const recorded of this.#log.follow(fromSequence, signal)) yield this.#whole(recorded);
  }

  /** Reads the log from its beginning when the event refers to one that was not read. */
  async #whole(recorded: Recorded): Promise<Recorded> {
    if (!this.#texts.has(recorded.event)) {
      for await (const { event, sequence } of this.#log.read()) {
        if (sequence >= recorded.sequence) break;
        this.#texts.whole(event);
      }
    }
    return { ...recorded, event: this.#texts.whole(recorded.event) };
  }
}
