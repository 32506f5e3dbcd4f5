import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { commandGroups } from '../../src/cli/commands.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { call, servicesOn } from '../support/command-line.ts';

const names = commandGroups.flatMap(({ commands }) => commands.map(({ name }) => name));
const scriptFor = async (context: Parameters<typeof call>[0], shell: string) =>
  (await call(context, servicesOn(createMemoryBroker()), `completion ${shell}`)).output;

test('every shell’s completion has every command', async (context) => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = await scriptFor(context, shell);
    for (const name of names) assert.ok(script.includes(name), `${shell}: ${name}`);
  }
  assert.equal((await call(context, servicesOn(createMemoryBroker()), 'completion tcsh')).code, 2);
});

test('bash completes commands, and the options that a command’s help lists', async (context) => {
  const script = await scriptFor(context, 'bash');
  const complete = (program: string, ...words: readonly string[]): readonly string[] => {
    const line = [program, ...words].map((word) => `'${word}'`).join(' ');
    const asked = `${script}\nhelp() { echo '  --ideas <n>  --improvement  --json'; }\nCOMP_WORDS=(${line})\nCOMP_CWORD=${words.length}\n_ai_scientist\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', asked], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.trim().split('\n');
  };
  assert.deepEqual(complete('help', 're'), ['review', 'report', 'resume', 'reject', 'revise', 'replay', 'repair']);
  assert.deepEqual(complete('help', 'run', '--i'), ['--ideas', '--improvement']);
});

type Use = { readonly command: string; readonly flags: string; readonly value: string };

/** Every option of every command: `value` is what it takes, and empty for a flag. */
const usesByName = async (): Promise<ReadonlyMap<string, readonly Use[]>> => {
  const uses = new Map<string, Use[]>();
  for (const { name } of commandGroups.flatMap(({ commands }) => commands)) {
    const program = await makeProgram(servicesOn(createMemoryBroker()), name, () => {});
    const own = program.commands.find((one) => one.name() === name);
    const nested = [own, ...(own?.commands ?? [])].flatMap((one) => one?.options ?? []);
    for (const { long, flags } of nested) {
      const value = /<[^>]+>|\[[^\]]+\]/.exec(flags)?.[0] ?? '';
      uses.set(long ?? flags, [...(uses.get(long ?? flags) ?? []), { command: name, flags, value }]);
    }
  }
  return uses;
};

/** Options that name one idea of a run differently, or a template in two ways, each with the reason. */
const different: Readonly<Record<string, string>> = {
  '--idea': 'cancel takes only a number, because names may repeat; why also takes a name',
  '--template': 'a folder gives code to a run; a name selects among recorded runs',
};

test('an option has one form over all commands: a flag, or one kind of value', async () => {
  const clashes = [...(await usesByName())]
    .filter(([name, uses]) => !(name in different) && new Set(uses.map(({ value }) => value)).size > 1)
    .map(([name, uses]) => `${name}: ${uses.map(({ command, flags }) => `${command} ${flags}`).join('; ')}`);
  assert.deepEqual(clashes, []);
});

test('every exception is one', async () => {
  const uses = await usesByName();
  for (const [name, reason] of Object.entries(different)) {
    assert.ok(reason !== '', name);
    assert.ok(new Set(uses.get(name)?.map(({ value }) => value)).size > 1, name);
  }
});
