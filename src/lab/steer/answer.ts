import { canonical, hashOf } from '../../actors/canonical.ts';
import { resultId } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError, type Failure } from '../../events/outcome.ts';
import { shellEvent } from '../../events/shell-event.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { holdingBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';
import { type AgainWish, workAgain } from '../work/again.ts';
import type { Work } from '../work/work.ts';
import { type Unresolved, unresolvedIn } from './unresolved.ts';

/** A person's decision about a task without a result. */
export type Decision =
  | { readonly kind: 'retry'; readonly wish: AgainWish }
  /** `text` is a model's answer, or another task's result as JSON; `source` names it in messages. */
  | { readonly kind: 'adopt'; readonly text: string; readonly source: string }
  | { readonly kind: 'abandon' };

export type Answered =
  | { readonly kind: 'under way'; readonly run: string; readonly worker: string }
  | { readonly kind: 'retried'; readonly run: string; readonly work: Work }
  | { readonly kind: 'recorded'; readonly run: string };

/** Turns a person's answer into a task's value. */
const resultOf = async (
  broker: Broker,
  { task, purpose }: Unresolved,
  text: string,
  source: string,
): Promise<unknown> => {
  if (task.task !== 'model') {
    try {
      return parseJson(text);
    } catch (error) {
      throw new CodedError(
        'cli.bad_option',
        `${source}: the result of a ${task.task} task must be JSON: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }
  const request = await broker.blobs.put(new TextEncoder().encode(canonical(task.input())));
  const usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };
  return { text, model: 'human', stopReason: 'end', usage, costUsd: 0, latencyMs: 0, purpose, request };
};

const record = async (
  services: Services,
  broker: Broker,
  run: string,
  { task, attempts }: Unresolved,
  outcome: { readonly value: unknown } | { readonly error: Failure },
): Promise<void> => {
  const { id, task: kind, key, scope, role, causationid } = task;
  const fields = { task: id, kind, key, attempt: attempts, durationMs: 0, inputSha256: hashOf(task.input()) };
  const head = { id: resultId(id), run, scope, role, causationid };
  const now = services.clock.now();
  const event =
    'value' in outcome
      ? shellEvent('task.completed', { ...fields, value: outcome.value }, head, now)
      : shellEvent('task.failed', { ...fields, error: outcome.error }, head, now);
  const appended = await (await broker.logs.open(run)).append(event);
  if (appended === 'present') throw new CodedError('task.answered', `task ${id} of ${run} already has a result`);
};

/** Retries, answers or abandons a task without a result. Throws CodedError('task.answered'). */
export const answerTask = (services: Services, given: string, id: string, decision: Decision): Promise<Answered> =>
  holdingBroker(services, async (broker): Promise<Answered> => {
    const run = await findRun(broker, given);
    const rosterFile = decision.kind === 'retry' ? decision.wish.roster : undefined;
    const found = (await unresolvedIn(services, broker, run, rosterFile)).find(({ task }) => task.id === id);
    if (found === undefined)
      throw new CodedError('task.answered', `run ${run} has no task ${id} without a result: see \`unresolved ${run}\``);
    if (decision.kind === 'retry' && found.state !== 'under way')
      return { kind: 'retried', run, work: await workAgain(services, broker, run, decision.wish) };
    if (decision.kind === 'adopt') {
      const value = await resultOf(broker, found, decision.text, decision.source);
      await record(services, broker, run, found, { value });
    } else if (decision.kind === 'abandon') {
      const error: Failure = { code: 'task.abandoned', message: `a person has abandoned ${id}` };
      await record(services, broker, run, found, { error });
    }
    await broker.close();
    return decision.kind === 'retry' ? { kind: 'under way', run, worker: found.worker } : { kind: 'recorded', run };
  });
