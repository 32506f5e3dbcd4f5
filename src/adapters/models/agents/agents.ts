import { CodedError } from '../../../events/outcome.ts';
import type { Models } from '../models.ts';
import { type AgentParts, createAgent } from './agent.ts';
import { missingFor } from './places.ts';
import { agentOf } from './ready.ts';
import type { Agent, GivenAgent } from './schema.ts';
import { secretsIn } from './secrets.ts';

export type AgentsParts = Pick<AgentParts, 'python' | 'temporaryFolder'> & {
  readonly agents: Readonly<Record<string, GivenAgent>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with each key before its first use. */
  readonly onKey: (key: string) => void;
  /** Throws CodedError('setup.missing') when bubblewrap is unusable. */
  readonly bubblewrap: () => Promise<unknown>;
};

const prefix = 'agent:';
/** The questions that an agent can answer, because they are about a change of files. */
const purposes: readonly string[] = ['coder.edit', 'coder.plot'];

const isAgent = (name: string): boolean => name.startsWith(prefix);

/** Refuses an agent for anything but edits. Throws CodedError('agent.unsuited'). */
export const checkAgentPlaces = (names: Readonly<Record<string, string>>): void => {
  for (const [place, name] of Object.entries(names)) {
    if (!isAgent(name) || purposes.includes(place)) continue;
    throw new CodedError(
      'agent.unsuited',
      `${name} cannot be the model of ${place}: an agent is for ${purposes.join(' and ')}`,
    );
  }
};

/** Adds the agents, `agent:<name>`, to the models. */
export const withAgents = (models: Models, parts: AgentsParts): Models => {
  const made = new Map<string, ReturnType<typeof createAgent>>();
  let folder: Promise<string> | undefined;
  const temporaryFolder = (): Promise<string> => {
    folder ??= parts.temporaryFolder();
    return folder;
  };

  const find = (name: string): { readonly name: string; readonly agent: Agent; readonly key: string | undefined } => {
    const own = name.slice(prefix.length);
    const agent = agentOf(own, parts.agents);
    const key = (agent.keyVariable && parts.environment[agent.keyVariable]?.trim()) || undefined;
    if (key !== undefined) parts.onKey(key);
    return { name: own, agent, key };
  };

  const check = async (full: string): Promise<void> => {
    const { name, agent, key } = find(full);
    const missing = missingFor(name, agent);
    if (missing !== undefined) throw missing;
    if (agent.keyVariable !== undefined && key === undefined && (agent.configuration ?? []).length === 0)
      throw new CodedError(
        'model.no_key',
        `${full} needs a key: set ${agent.keyVariable}, or name the files of its login in "configuration"`,
      );
    for (const secret of await secretsIn(agent)) parts.onKey(secret);
    await parts.bubblewrap();
  };

  return {
    named: (name) => {
      if (!isAgent(name)) return models.named(name);
      const model =
        made.get(name) ??
        createAgent({ python: parts.python, proxies: parts.environment, temporaryFolder, ...find(name) });
      made.set(name, model);
      return model;
    },
    check: async (names) => {
      for (const name of new Set(names.filter(isAgent))) await check(name);
      await models.check(names.filter((name) => !isAgent(name)));
    },
  };
};
