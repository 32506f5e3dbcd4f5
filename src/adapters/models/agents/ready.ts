import { CodedError } from '../../../events/outcome.ts';
import type { Agent, GivenAgent } from './schema.ts';

/** Commands after the vendors' documentation. The box is the wall, so each agent may edit without asking. */
const ready: Readonly<Record<string, Agent>> = {
  claude: {
    command: [
      ...['claude', '--print', '--output-format', 'json', '--permission-mode', 'acceptEdits'],
      ...['--max-budget-usd', '{dollars}'],
    ],
    hosts: ['api.anthropic.com'],
    keyVariable: 'ANTHROPIC_API_KEY',
    environment: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    maximumDollars: 5,
  },
  codex: {
    // Its own sandbox needs namespaces, which the box refuses.
    command: [
      'codex',
      'exec',
      '--json',
      '--ephemeral',
      '--skip-git-repo-check',
      '--sandbox',
      'danger-full-access',
      '-',
    ],
    hosts: ['api.openai.com'],
    keyVariable: 'CODEX_API_KEY',
  },
  aider: {
    command: [
      ...['aider', '--yes-always', '--no-git', '--no-pretty', '--no-stream', '--no-check-update'],
      ...['--no-show-release-notes', '--no-suggest-shell-commands', '--message-file', '{task}', '{files}'],
    ],
    hosts: ['api.anthropic.com'],
    keyVariable: 'ANTHROPIC_API_KEY',
  },
};

type Given = Readonly<Record<string, GivenAgent>>;

const agentNames = (configured: Given): readonly string[] => [
  ...new Set([...Object.keys(ready), ...Object.keys(configured)]),
];

/** Merges a person's settings over the built-in ones. Throws CodedError('model.unknown') or CodedError('config.broken'). */
export const agentOf = (name: string, configured: Given): Agent => {
  const [builtIn, own] = [ready, configured].map((all) => (Object.hasOwn(all, name) ? all[name] : undefined));
  if (builtIn === undefined && own === undefined) {
    const known = agentNames(configured).map((known) => `agent:${known}`);
    throw new CodedError('model.unknown', `unknown agent "${name}": there are ${known.join(', ')}`);
  }
  const agent = { ...builtIn, ...own };
  const { command } = agent;
  if (command === undefined) throw new CodedError('config.broken', `agent "${name}" has no "command"`);
  if (command.some((part) => part.includes('{dollars}')) && agent.maximumDollars === undefined)
    throw new CodedError('config.broken', `agent "${name}" has {dollars} in its command, but no "maximumDollars"`);
  return { ...agent, command };
};
