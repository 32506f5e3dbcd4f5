import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { commandGroups } from '../../src/cli/commands.ts';
import { csvText } from '../../src/text/csv.ts';
import { brokerWith, call, servicesOn } from '../support/command-line.ts';

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

test('measurements are exported one metric per row', async (context) => {
  const services = servicesOn(await brokerWith('alpha'));
  const { output } = await call(context, services, 'export alpha --csv');
  const [head, ...rows] = output.trimEnd().split(/\r?\n/);
  assert.equal(head, 'run,idea,experiment,data set,metric,mean,error,n');
  assert.deepEqual(rows, ['alpha,,0,shakes,loss,2,0.1,', 'alpha,first,1,shakes,loss,1.5,0.1,']);
});

test('a field with a comma or a quotation mark is quoted, and stays on one line', () => {
  assert.equal(
    csvText(
      ['a', 'b'],
      [
        ['x, "y"', 'one\ntwo'],
        [null, 0.5],
      ],
    ),
    'a,b\r\n"x, ""y""",one two\r\n,0.5\r\n',
  );
});
