import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTestServer, type TestServer } from '../support/nats-server.ts';
import { startFakeServer } from '../support/nats-server-fake.ts';
import { createProgramHome, type Ending, type ProgramHome } from '../support/program.ts';

const grokking = fileURLToPath(new URL('../../templates/grokking/', import.meta.url));

let home: ProgramHome;
let server: TestServer;
let folder: string;

before(async () => {
  home = await createProgramHome();
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'bad-input-'));
});
after(async () => {
  await home.remove();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Asserts one line with a code at its end, no stack, and the exit code of a failure. */
const assertTold = (ending: Ending, code: string, wanted: RegExp): void => {
  const lines = ending.stderr.trim().split('\n');
  assert.equal(lines.length, 1, `one line, not:\n${ending.stderr}`);
  assert.ok(lines[0]?.startsWith('ai-scientist: '), ending.stderr);
  assert.ok(lines[0]?.endsWith(`[${code}]`), `${code}, not: ${ending.stderr}`);
  assert.match(ending.stderr, wanted);
  assert.equal(ending.code, 1);
};

const assertMisused = (ending: Ending, wanted: RegExp): void => {
  assert.match(ending.stderr, wanted);
  assert.doesNotMatch(ending.stderr, /^\s+at /m, 'no stack trace');
  assert.ok(ending.stderr.trim().split('\n').length <= 3, ending.stderr);
  assert.equal(ending.code, 2);
};

const copyOfTemplate = async (name: string, file: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await cp(grokking, path, { recursive: true });
  await writeFile(join(path, file), text);
  return path;
};

test('an unknown template is reported with the known ones', async () => {
  assertTold(await home.run(['run', 'alchemy']), 'template.unknown', /"alchemy".*grokking/);
});

test('a broken file of a template is named, with what is wrong in it', async () => {
  const unreadable = await copyOfTemplate('unreadable', 'template.json', '{"metrics": ');
  assertTold(await home.run(['run', unreadable]), 'template.broken', /unreadable: template\.json: .*JSON/);
  const misshapen = await copyOfTemplate(
    'misshapen',
    'template.json',
    '{"profiles": {"quick": {"limits": {"runs": "two"}}}}',
  );
  assertTold(await home.run(['run', misshapen]), 'template.broken', /profiles\.quick\.limits\.runs/);
  const unprompted = await copyOfTemplate('unprompted', 'prompt.json', '{"system": "x"}');
  assertTold(await home.run(['run', unprompted]), 'template.broken', /prompt\.json: task_description/);
});

test('an unknown profile is reported with the known ones', async () => {
  assertTold(await home.run(['run', 'grokking', '--profile', 'huge']), 'template.profile', /"huge".*quick/);
});

test('--stack prints where an error was thrown and what caused it', async () => {
  const roster = join(folder, 'roster.json');
  assertTold(await home.run(['run', 'grokking', '--roster', roster]), 'roster.unreadable', /ENOENT.*roster\.json/);
  const { stderr, code } = await home.run(['--stack', 'run', 'grokking', '--roster', roster]);
  const [told, stack, ...causes] = stderr.split(/^(?=caused by |\S*Error: )/m);
  assert.match(told ?? '', /^ai-scientist: .*\[roster\.unreadable\]\n$/);
  assert.match(stack ?? '', /^ +at readRosterFile /m);
  assert.match(causes.join(''), /^caused by Error: ENOENT: .*roster\.json/);
  assert.equal(code, 1);
  await writeFile(roster, '{"roles": [1]}');
  assertTold(await home.run(['run', 'grokking', '--roster', roster]), 'roster.unreadable', /roles\.0: /);
});

test('an unknown model is reported before anything starts', async () => {
  assertTold(await home.run(['run', 'grokking', '--model', 'oracle:delphi']), 'model.unknown', /oracle/);
});

test('an unusable literature service is reported before anything starts', async () => {
  const unknown = await home.run(['run', 'grokking', '--literature', 'openalex,oracle']);
  assertTold(unknown, 'literature.unknown', /"oracle".*semantic-scholar/);
  const misconfigured = await home.run(['run', 'grokking', '--literature', 'openalex'], { OPENALEX_MAILTO: 'nobody' });
  assertTold(misconfigured, 'literature.bad_configuration', /OPENALEX_MAILTO/);
  assertMisused(await home.run(['run', 'grokking', '--literature', 'openalex arxiv']), /comma-separated list of names/);
});

test('a folder for results that cannot be written is refused before a run is recorded', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  for (const words of [['run', 'grokking'], ['start'], ['review', 'paper.pdf']])
    assertTold(await home.run([...words, '--results', file]), 'results.not_writable', /a-file, cannot be written/);
  assert.equal(JSON.parse((await home.run(['runs', '--json'])).stdout).length, 0);
});

test('a missing roster file is reported', async () => {
  const ending = await home.run(['run', 'grokking', '--roster', join(folder, 'nowhere.json')]);
  assertTold(ending, 'roster.unreadable', /nowhere\.json/);
});

test('wrong options and commands exit with 2 and name the wrong word', async () => {
  assertMisused(await home.run(['run', 'grokking', '--colour']), /unknown option '--colour'/);
  assertMisused(await home.run(['run']), /missing required argument 'template'/);
  assertMisused(await home.run(['dance']), /unknown command 'dance'/);
  assertMisused(await home.run(['run', 'grokking', '--ideas', 'many']), /--ideas.*many/);
  assertMisused(await home.run(['run', 'grokking', '--mode', 'wild']), /--mode.*wild/);
});

test('an unknown run is reported', async () => {
  assertTold(await home.run(['resume', 'no-such-run']), 'run.unknown', /no-such-run/);
});

test('a data folder that cannot be written is reported', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  for (const path of [file, join(file, 'below')]) {
    const ending = await home.run(['run', 'grokking'], { AI_SCIENTIST_HOME: path });
    assertTold(ending, 'home.not_writable', /AI_SCIENTIST_HOME/);
  }
});

test('a NATS server that does not answer is reported with its address', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  const ending = await home.run(['run', 'grokking'], { NATS_URL: `nats://127.0.0.1:${port}` });
  assertTold(ending, 'nats.unreachable', new RegExp(`127\\.0\\.0\\.1:${port}`));
});

test('credentials that a NATS server refuses are reported without being shown', async () => {
  const wrong = { NATS_URL: server.url, NATS_USER: server.user, NATS_PASSWORD: 'not-the-password' };
  const ending = await home.run(['run', 'grokking'], wrong);
  assertTold(ending, 'nats.unauthorized', /127\.0\.0\.1/);
  assert.doesNotMatch(ending.stderr + ending.stdout, /not-the-password/);
  const token = await home.run(['run', 'grokking'], { NATS_URL: server.url, NATS_TOKEN: 'no-token-of-yours' });
  assertTold(token, 'nats.unauthorized', /127\.0\.0\.1/);
  assert.doesNotMatch(token.stderr + token.stdout, /no-token-of-yours/);
});

test('a NATS server that is too old is reported with the required version', async (context) => {
  const old = await startFakeServer('2.1.0');
  context.after(old.stop);
  assertTold(await home.run(['run', 'grokking'], { NATS_URL: old.url }), 'nats.too_old', /2\.1\.0/);
});

test('none of this started a run', async () => {
  const { code, stdout } = await home.run(['runs', '--json']);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), []);
});
