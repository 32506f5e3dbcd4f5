import { createHmac } from 'node:crypto';
import type { Hooks, Notice } from '../../ports/hooks.ts';
import type { CommandResult } from '../machine/command.ts';
import { desktopCommand } from './desktop.ts';
import type { Hook } from './schema.ts';

type Parts = {
  readonly hooks: readonly Hook[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly fetch: typeof globalThis.fetch;
  readonly run: (
    file: string,
    parameters: readonly string[],
    options: { readonly environment: Readonly<Record<string, string>>; readonly timeoutMs: number },
  ) => Promise<CommandResult>;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly bell: () => void;
  /** Receives one line for each hook that failed. */
  readonly warn: (text: string) => void;
};

const maximumTries = 4;
const firstDelayMs = 1000;
const timeoutMs = 10_000;

/** Throws on any failure. A webhook's body is signed as `sha256=<HMAC-SHA-256 in hex>` if the hook names a key. */
const call = async (parts: Parts, hook: Hook, notice: Notice): Promise<void> => {
  const { environment, platform, fetch, run, bell } = parts;
  if ('bell' in hook) return bell();
  const body = JSON.stringify(notice);
  if (!('url' in hook)) {
    const [file = '', ...parameters] = 'desktop' in hook ? desktopCommand(platform, notice) : hook.command;
    const told = { AI_SCIENTIST_NOTICE: body, AI_SCIENTIST_TEXT: notice.text, AI_SCIENTIST_RUN: notice.run };
    const { exitCode, stderr } = await run(file, parameters, { environment: told, timeoutMs });
    if (exitCode !== 0) throw new Error(`exit code ${exitCode} ${stderr.trim().slice(0, 200)}`);
    return;
  }
  const key = hook.keyVariable === undefined ? undefined : environment[hook.keyVariable];
  if (hook.keyVariable !== undefined && !key)
    throw new Error(`the environment variable ${hook.keyVariable} is not set`);
  const signature = key && {
    'x-ai-scientist-signature': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
  };
  const headers = { 'content-type': 'application/json', 'x-ai-scientist-id': notice.id, ...signature };
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(hook.url, { method: 'POST', headers, body, signal, redirect: 'error' });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the server answered with ${answer.status}`);
};

/** Names a hook without what its address may keep secret. */
const nameOf = (hook: Hook): string =>
  'url' in hook
    ? new URL(hook.url).origin
    : 'command' in hook
      ? (hook.command[0] ?? '')
      : 'desktop' in hook
        ? 'desktop'
        : 'bell';

const deliver = async (parts: Parts, hook: Hook, notice: Notice): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(parts, hook, notice);
    } catch (error) {
      if (tries === maximumTries)
        return parts.warn(`the hook ${nameOf(hook)} failed ${tries} times: ${(error as Error).message}`);
      await parts.sleep(firstDelayMs * 2 ** (tries - 1));
    }
  }
};

export const createHooks = (parts: Parts): Hooks => {
  const under = new Set<Promise<void>>();
  return {
    tell: (notice) => {
      for (const hook of parts.hooks) {
        if (!hook.on.includes(notice.type) && !(notice.kind !== null && hook.on.includes(notice.kind))) continue;
        const delivery = deliver(parts, hook, notice).finally(() => under.delete(delivery));
        under.add(delivery);
      }
    },
    settle: async () => {
      await Promise.all(under);
    },
  };
};
