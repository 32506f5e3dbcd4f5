import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { serverFolder } from '../../src/adapters/broker/nats/embedded/paths.ts';
import { readRecord } from '../../src/adapters/broker/nats/embedded/record.ts';
import { createProgramHome } from '../support/program.ts';

const paper = String.raw`\documentclass{article}
\title{On Shakes}
\begin{document}
\maketitle
${'We measure how long a shake lasts, and find 3.25 seconds. '.repeat(60)}
\end{document}
`;

/** A review whose first call to the model never gets an answer. */
const hangingReview = async (context: TestContext) => {
  const home = await createProgramHome();
  const called = Promise.withResolvers<void>();
  const model = createServer(({ method }, response) => {
    if (method === 'POST') called.resolve();
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(model, 'listening');
  context.after(async () => {
    model.closeAllConnections();
    model.close();
    await home.remove();
  });
  const baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
  const config = join(home.path, 'models.json');
  await writeFile(config, JSON.stringify({ endpoints: { hung: { api: 'openai', baseUrl, checkNames: false } } }));
  const file = join(home.path, 'paper.tex');
  await writeFile(file, paper);
  const program = home.start(['review', file, '--model', 'hung:up', '--config', config]);
  let printed = '';
  for (const stream of [program.stdout, program.stderr])
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
    });
  const ended = once(program, 'close').then(() => assert.fail(`it ended before the model was asked: ${printed}`));
  await Promise.race([called.promise, ended]);
  ended.catch(() => {});
  return { home, program };
};

/** Longer than the 5 s that are promised, since a test must bear a busy machine; what hangs would take 30 s and more. */
const limitMs = 15_000;

const interrupt = async (program: ChildProcess): Promise<unknown> => {
  program.kill('SIGINT');
  const timer = setTimeout(() => program.kill('SIGKILL'), limitMs);
  const [code, signal] = await once(program, 'exit');
  clearTimeout(timer);
  return code ?? signal;
};

test('Ctrl-C ends the program while a model does not answer', async (context) => {
  const { program } = await hangingReview(context);
  assert.equal(await interrupt(program), 130);
});

test('Ctrl-C ends the program while the server does not answer', async (context) => {
  const { home, program } = await hangingReview(context);
  const { guardianPid, serverPid } = (await readRecord(serverFolder(home.path))) ?? assert.fail('no server');
  const both = (signal: NodeJS.Signals) => [guardianPid, serverPid].map((pid) => process.kill(pid, signal));
  both('SIGSTOP');
  try {
    assert.equal(await interrupt(program), 130);
  } finally {
    both('SIGCONT');
  }
});
