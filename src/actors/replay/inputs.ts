import type { Event } from '../../events/envelope.ts';
import { resultId, taskOf } from '../../events/id.ts';
import { hashOf } from '../canonical.ts';
import type { Output, Requested } from '../output.ts';

/** What a task is given today, or why that cannot be built. */
type Input = { readonly value: unknown; readonly sha256: string; readonly problem?: string };

/** A task whose input was another when it was performed. */
export type ChangedInput = { readonly message: string; readonly recorded: string; readonly computed: unknown };

const build = (output: Requested): Input => {
  try {
    const value = output.input();
    return { value, sha256: hashOf(value) };
  } catch (error) {
    return { value: null, sha256: '', problem: `building its input throws today: ${(error as Error).message}` };
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
    const input = this.built.get(task) ?? build(asked);
    if (event.id === resultId(task)) this.built.delete(task);
    else this.built.set(task, input);
    const { inputSha256: recorded } = event.data as { inputSha256: string };
    if (recorded === input.sha256) return undefined;
    const message = input.problem ?? `the input of this ${asked.task} task is another today`;
    return { message, recorded, computed: input.value };
  }
}
