import type { Event } from '../../events/envelope.ts';
import { resultId, taskOf } from '../../events/id.ts';
import { hashOf } from '../canonical.ts';
import type { Output, Requested } from '../output.ts';

type Input = { readonly value: unknown; readonly sha256: string };

/** A task whose input was another when it was performed. */
export type ChangedInput = { readonly message: string; readonly recorded: string; readonly computed: unknown };

const render = (output: Requested): Input => {
  try {
    const value = output.input();
    return { value, sha256: hashOf(value) };
  } catch (error) {
    return { value: null, sha256: `building it throws: ${(error as Error).message}` };
  }
};

/** Compares the hash that attempts and results record of their task's input with that of the input as built today. */
export class Inputs {
  /** Built once for each task whose result is not recorded yet. */
  private readonly built = new Map<string, Input>();

  /** `asked`: the task that the event is an attempt at or the result of; undefined for any other event. */
  compare(event: Event, asked: Output | undefined): ChangedInput | undefined {
    const task = taskOf(event.id);
    if (task === undefined || asked?.kind !== 'perform') return undefined;
    const { value, sha256 } = this.built.get(task) ?? render(asked);
    if (event.id === resultId(task)) this.built.delete(task);
    else this.built.set(task, { value, sha256 });
    const { inputSha256 } = event.data as { inputSha256: string };
    if (inputSha256 === sha256) return undefined;
    const message = value === null ? sha256 : `the input of this ${asked.task} task is another today`;
    return { message, recorded: inputSha256, computed: value };
  }
}
