export type Problem = {
  /** For example `event 12, idea-1.coder.2` or `padding of events.jsonl, byte 4711`. */
  readonly place: string;
  readonly message: string;
};

/** `noted`: the check found no fault, but could not check a part or has a remark. */
export type CheckStatus = 'ok' | 'noted' | 'failed';

export type Check = {
  readonly name: string;
  readonly status: CheckStatus;
  /** One line: what was checked, and the result. */
  readonly summary: string;
  /** The number of all problems; `problems` holds the first ones. */
  readonly count: number;
  readonly problems: readonly Problem[];
};

const maximumProblems = 20;

/** Collects the findings of one check. */
export class Findings {
  readonly #name: string;
  readonly #problems: Problem[] = [];
  readonly #notes: string[] = [];
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Records a fault. */
  fail(place: string, message: string): void {
    this.#count += 1;
    if (this.#problems.length < maximumProblems) this.#problems.push({ place, message });
  }

  /** Records a remark for the reader of the report. */
  note(text: string): void {
    this.#notes.push(text);
  }

  get isClean(): boolean {
    return this.#count === 0;
  }

  /** `looked`: the beginning of the summary, which says what was checked. */
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
