import { resultId, taskOf } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import type { Recording } from '../../ports/recording.ts';
import type { Requested } from '../output.ts';
import type { Step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** What was asked of the world, and what it answered. */
export type Exchange = {
  readonly task: string;
  readonly kind: string;
  readonly key: string;
  /** The request as it was sent, where that is kept; otherwise as today's code builds it. */
  readonly request: unknown;
  readonly isAsSent: boolean;
  /** Position of the result, which may be later than the event that was asked about; null while there is none. */
  readonly answeredAt: number | null;
  /** Data of the result. */
  readonly answer: { readonly value?: unknown; readonly error?: unknown } | null;
};

/** The task that an event belongs to: its own, the one whose result caused it, or the first that it made an actor ask for. */
const taskOfStep = ({ event, outputs }: Step): string | undefined =>
  taskOf(event.id) ?? taskOf(event.causationid) ?? outputs.find(({ kind }) => kind === 'perform')?.id;

/** Any step up to the result knows the task as it was asked for. */
const requestedAt = (step: Step, task: string): Requested | undefined => {
  const output = [step.settled, ...step.outputs].find((one) => one?.id === task);
  return output?.kind === 'perform' ? output : undefined;
};

/** What today's code gives a task, or why it cannot. */
export const inputOf = (requested: Requested | undefined): unknown => {
  try {
    return requested?.input() ?? null;
  } catch (error) {
    return `building it throws: ${(error as Error).message}`;
  }
};

/** The task around an event with its request and its answer; undefined for an event that has to do with none. */
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
