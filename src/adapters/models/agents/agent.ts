import type { ErrorCode } from '../../../events/errors/registry.ts';
import { CodedError, failure, type Outcome, success } from '../../../events/outcome.ts';
import type { Model, ModelAnswer, ModelCall, ModelRequest } from '../../../ports/model.ts';
import { answerOf } from './answer.ts';
import { type Done, runAgent } from './box.ts';
import { folderInside } from './places.ts';
import type { Agent } from './schema.ts';
import { filesShown, filledIn, taskText } from './task.ts';
import { readTold, type Told } from './told.ts';

export type AgentParts = {
  readonly name: string;
  readonly agent: Agent;
  readonly key: string | undefined;
  /** Variables such as HTTPS_PROXY that name the person's own proxy. */
  readonly proxies: Readonly<Record<string, string | undefined>>;
  /** Returns the interpreter of the box. Throws CodedError('setup.missing'). */
  readonly python: () => Promise<string>;
  readonly temporaryFolder: () => Promise<string>;
};

/** Reserved for a task whose agent has no limit of tokens. */
const usualTokens = 1_000_000;
const shownBytes = 2000;

const noUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };

/** What a person should know about the box besides the change: hosts that the agent was kept from. */
const refusals = ({ requests }: Done): readonly string[] =>
  requests
    .filter(({ allowed }) => !allowed)
    .slice(0, 20)
    .map(({ host, count }) => `The box kept the agent from ${host}${count > 1 ? ` (${count} times)` : ''}.`);

const transcript = (command: readonly string[], done: Done, answer: string): string =>
  [
    `Command: ${JSON.stringify(command)}`,
    `Ending: ${done.ending.reason}: ${done.ending.explanation}`,
    `Hosts:\n${done.requests.map(({ host, allowed, count }) => `${allowed ? 'allowed' : 'refused'} ${host} (${count})`).join('\n')}`,
    `Answer:\n${answer}`,
    `Standard output:\n${done.ending.stdout}`,
    `Standard error:\n${done.ending.stderr}`,
  ].join('\n\n');

/** Why an agent has no answer; undefined when it ended well. */
const failureOf = ({ ending }: Done, told: Told): { readonly code: ErrorCode; readonly why: string } | undefined => {
  if (ending.reason === 'cancelled') return { code: 'model.aborted', why: 'the call was stopped' };
  if (ending.reason === 'timed_out') return { code: 'model.timed_out', why: ending.explanation };
  if (ending.reason === 'completed' && !told.isError) return undefined;
  const said = told.isError ? told.message : (ending.stderr.trim() || ending.stdout.trim()).slice(-shownBytes);
  return { code: 'agent.failed', why: `${ending.explanation}${said === '' ? '' : `: ${said.slice(0, shownBytes)}`}` };
};

/**
 * A coding agent in the place of a model: it answers a question about files by editing them in a box, and its change
 * becomes the answer.
 */
export const createAgent = (parts: AgentParts): Model => {
  const { agent, key } = parts;
  const name = `agent:${parts.name}`;

  const answer = async (request: ModelRequest, call: ModelCall): Promise<Outcome<ModelAnswer>> => {
    const begun = performance.now();
    const files = filesShown(request);
    if (files.size === 0)
      return failure('agent.unsuited', `${name}: the question ${request.purpose} shows no file to edit`);
    const fill = {
      task: `${folderInside}/task.md`,
      files: [...files.keys()],
      dollars: String(agent.maximumDollars ?? ''),
    };
    const command = filledIn(agent.command, fill);
    const done = await runAgent({
      agent,
      command,
      files,
      task: taskText(request),
      environment: { ...agent.environment, ...(agent.keyVariable && key && { [agent.keyVariable]: key }) },
      proxies: parts.proxies,
      python: await parts.python(),
      folder: await parts.temporaryFolder(),
      signal: call.signal,
      onLine: (line) => call.onDelta(`${line}\n`),
    });
    const told = readTold(done.ending.stdout);
    const failed = failureOf(done, told);
    const cost = { usage: told.usage ?? noUsage, costUsd: told.costUsd ?? null };
    if (failed !== undefined)
      return failure(failed.code, [`${name}: ${failed.why}`, ...refusals(done)].join(' '), { model: name, ...cost });
    const text = answerOf(files, done.left, told.message, refusals(done));
    if (text === '')
      return failure('model.empty', `${name}: the agent changed nothing and said nothing`, { model: name, ...cost });
    return success({
      ...{ text, model: name, stopReason: 'end' as const, ...cost },
      latencyMs: Math.round(performance.now() - begun),
      raw: transcript(command, done, text),
    });
  };

  return {
    name,
    bound: () => ({ tokens: agent.maximumTokens ?? usualTokens, dollars: agent.maximumDollars ?? null }),
    answer: async (request, call) => {
      try {
        return await answer(request, call);
      } catch (error) {
        if (error instanceof CodedError) return failure(error.code, `${name}: ${error.message}`);
        throw error;
      }
    },
  };
};
