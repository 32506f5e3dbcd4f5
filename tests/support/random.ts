/** Random numbers from a seed, so that a failing run can be repeated (mulberry32's recurrence). */
export const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};
/** Random numbers from a hash of a seed and a text (FNV-1a). */
export class Random {
  readonly #next: () => number;

  constructor(seed: number, text = '') {
    let state = Math.imul(seed + 1, 0x9e3779b1);
    for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
    this.#next = randomFrom(state);
  }

  /** 0 <= number < 1. */
  next(): number {
    return this.#next();
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}
