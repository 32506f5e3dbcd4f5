export type Problem = {
  /** Such as `event 12, idea-1.coder.2` or `padding of events.jsonl, byte 4711`. */
  readonly place: string;
  readonly message: string;
};

/** `noted`: nothing is wrong, and something could not be looked at or is worth knowing. */
export type CheckStatus = 'ok' | 'noted' | 'failed';

export type Check = {
  readonly name: string;
  readonly status: CheckStatus;
  /** What was looked at, and what came of it. */
  readonly summary: string;
  /** How many there are; `problems` has the first of them. */
  readonly count: number;
  readonly problems: readonly Problem[];
};

const maximumProblems = 20;

/** Collects what one check finds. */
export class Findings {
  readonly #name: string;
  readonly #problems: Problem[] = [];
  readonly #notes: string[] = [];
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Something is wrong. */
  fail(place: string, message: string): void {
    this.#count += 1;
    if (this.#problems.length < maximumProblems) this.#problems.push({ place, message });
  }

  /** Something that a reader of the report should know. */
  note(text: string): void {
    this.#notes.push(text);
  }

  get isClean(): boolean {
    return this.#count === 0;
  }

  /** `looked`: what was looked at, as the beginning of a sentence. */
  check(looked: string): Check {
    const found = this.isClean ? '' : `; ${this.#count === 1 ? 'one is wrong' : `${this.#count} are wrong`}`;
    return {
      name: this.#name,
      status: this.#count > 0 ? 'failed' : this.#notes.length > 0 ? 'noted' : 'ok',
      summary: [`${looked}${found}`, ...this.#notes].join('; '),
      count: this.#count,
      problems: this.#problems,
    };
  }
}

export const placeOf = ({ sequence, event }: { sequence: number; event: { id: string } }): string =>
  `event ${sequence}, ${event.id}`;

export const isIntact = (checks: readonly Check[]): boolean => checks.every(({ status }) => status !== 'failed');
