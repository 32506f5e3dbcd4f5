import { resultId, taskOf } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import type { Recording } from '../../ports/recording.ts';
import type { Requested } from '../output.ts';
import type { Step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** A task's request to the outside and its answer. */
export type Exchange = {
  readonly task: string;
  readonly kind: string;
  readonly key: string;
  /** The request as sent, where it is stored; otherwise as the current code builds it. */
  readonly request: unknown;
  readonly isAsSent: boolean;
  /** Sequence of the result, which may be later than the inspected event; null while there is none. */
  readonly answeredAt: number | null;
  readonly answer: { readonly value?: unknown; readonly error?: unknown } | null;
};

/** Returns an event's task: its own, the one whose result caused it, or the first that an actor requested on it. */
const taskOfStep = ({ event, outputs }: Step): string | undefined =>
  taskOf(event.id) ?? taskOf(event.causationid) ?? outputs.find(({ kind }) => kind === 'perform')?.id;

/** Finds the task as requested in any step up to the result. */
const requestedAt = (step: Step, task: string): Requested | undefined => {
  const output = [step.settled, ...step.outputs].find((one) => one?.id === task);
  return output?.kind === 'perform' ? output : undefined;
};

/** Returns the input that the current code builds for a task, or the reason why it cannot. */
export const inputOf = (requested: Requested | undefined): unknown => {
  try {
    return requested?.input() ?? null;
  } catch (error) {
    return `building it throws: ${(error as Error).message}`;
  }
};

/** Returns an event's task with its request and answer; undefined for an event without a task. */
export const exchangeAt = async (
  timeline: Timeline,
  { blobs }: Pick<Recording, 'blobs'>,
  step: Step,
): Promise<Exchange | undefined> => {
  const task = taskOfStep(step);
  if (task === undefined) return undefined;
  const answeredAt = timeline.sequenceOf(resultId(task)) ?? null;
  const result = answeredAt === null ? undefined : timeline.at(answeredAt);
  const answer = (result?.event.data as Exchange['answer']) ?? null;
  const requested = requestedAt(step, task) ?? (result && requestedAt(result, task));
  const sent = (answer?.value as { request?: string } | null | undefined)?.request;
  const isAsSent = typeof sent === 'string' && (await blobs.has(sent));
  const request = isAsSent ? parseJson(Buffer.from(await blobs.get(sent)).toString()) : inputOf(requested);
  const { task: kind = '', key = '' } = requested ?? {};
  return { task, kind, key, request, isAsSent, answeredAt, answer };
};
