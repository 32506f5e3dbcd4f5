/** A queue of items in order, until the signal aborts; collects from its creation on. */
export class ItemQueue<Item> implements AsyncIterable<Item> {
  readonly #waiting: Item[] = [];
  readonly #signal: AbortSignal;
  #wake = Promise.withResolvers<void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake.resolve(), { once: true });
  }

  push(item: Item): void {
    this.#waiting.push(item);
    this.#wake.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    while (!this.#signal.aborted) {
      const item = this.#waiting.shift();
      if (item !== undefined) {
        yield item;
        continue;
      }
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
  }
}
