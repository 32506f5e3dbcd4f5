import type { Event } from '../../events/envelope.ts';
import { resultId, taskOf } from '../../events/id.ts';
import { hashOf } from '../canonical.ts';
import type { Output, Requested } from '../output.ts';

/** A task's input as the current code builds it, or the reason why it cannot. */
type Input = { readonly value: unknown; readonly sha256: string; readonly problem?: string };

/** A task that was performed with another input. */
export type ChangedInput = { readonly message: string; readonly recorded: string; readonly computed: unknown };

const build = (output: Requested): Input => {
  try {
    const value = output.input();
    return { value, sha256: hashOf(value) };
  } catch (error) {
    return {
      value: null,
      sha256: '',
      problem: `the current code throws while building its input: ${(error as Error).message}`,
    };
  }
};

/** Compares the input hash that attempts and results record with that of the input as the current code builds it. */
export class Inputs {
  /** Built once per task whose result is not recorded yet. */
  private readonly built = new Map<string, Input>();

  /** `asked`: the task of an attempt or a result; undefined for any other event. */
  compare(event: Event, asked: Output | undefined): ChangedInput | undefined {
    const task = taskOf(event.id);
    if (task === undefined || asked?.kind !== 'perform') return undefined;
    const input = this.built.get(task) ?? build(asked);
    if (event.id === resultId(task)) this.built.delete(task);
    else this.built.set(task, input);
    const { inputSha256: recorded } = event.data as { inputSha256: string };
    if (recorded === input.sha256) return undefined;
    const message = input.problem ?? `the input of this ${asked.task} task has changed`;
    return { message, recorded, computed: input.value };
  }
}
