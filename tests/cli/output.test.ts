import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { print, printJson, printStyled, tell } from '../../src/cli/output.ts';
import { openStatusLine } from '../../src/cli/terminal.ts';

/** The output of `act` on both streams, with a terminal of 20 columns or none. */
const written = (context: TestContext, isTerminal: boolean, act: () => void): string => {
  let output = '';
  const properties = Object.getOwnPropertyDescriptors(process.stdout);
  Object.defineProperty(process.stdout, 'isTTY', { value: isTerminal, configurable: true });
  Object.defineProperty(process.stdout, 'columns', { value: isTerminal ? 20 : undefined, configurable: true });
  const mocks = [process.stdout, process.stderr].map((stream) =>
    context.mock.method(stream, 'write', (chunk: string) => {
      output += chunk;
      return true;
    }),
  );
  try {
    act();
  } finally {
    for (const { mock } of mocks) mock.restore();
    for (const name of ['isTTY', 'columns'] as const) {
      const before = properties[name];
      if (before === undefined) Reflect.deleteProperty(process.stdout, name);
      else Object.defineProperty(process.stdout, name, before);
    }
  }
  return output;
};

test('every way to print ends the line and cleans it', (context) => {
  const hostile = '\u001b[2Ja\u202e\tb';
  const output = written(context, false, () => {
    print(hostile);
    tell(`${hostile}\n`);
    printStyled('\u001b[31mred\u001b[0m\u001b[2J');
    printJson({ hostile }, 0);
  });
  assert.equal(output, 'a  b\na  b\n\u001b[31mred\u001b[0m\n{"hostile":"\\u001b[2Ja\\u202e\\tb"}\n');
});

test('on a terminal progress stays on one line and is cut to it', (context) => {
  const output = written(context, true, () => {
    const status = openStatusLine();
    for (let step = 1; step <= 3; step += 1) status.show(`step ${step} of a long way \u001b[2J`);
    status.end('done');
  });
  const erase = '\r\u001b[K';
  const steps = [1, 2, 3].map((step) => `${erase}step ${step} of a long w…`);
  assert.equal(output, `${steps.join('')}${erase}done\n`);
});

test('elsewhere progress is rare, and each piece of work tells its first step', (context) => {
  const output = written(context, false, () => {
    const status = openStatusLine();
    for (const work of ['one', 'two']) {
      for (let step = 1; step <= 50; step += 1) status.show(`${work}, step ${step}`);
      status.end(`${work} is done`);
    }
  });
  assert.equal(output, 'one, step 1\none is done\ntwo, step 1\ntwo is done\n');
});
