import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical } from '../../../src/actors/canonical.ts';
import type { Performing } from '../../../src/actors/performer.ts';
import { experimentPerformer } from '../../../src/actors/performers/experiment.ts';
import { modelPerformer } from '../../../src/actors/performers/model.ts';
import { searchPerformer } from '../../../src/actors/performers/search.ts';
import { typesetPerformer } from '../../../src/actors/performers/typeset.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { failure, success } from '../../../src/events/outcome.ts';
import { taskOf } from '../../support/broker-data.ts';

const performing = () => {
  const { blobs } = createMemoryBroker();
  const reports: unknown[] = [];
  const given: Performing = {
    task: taskOf('here', 'a.b.1', 'toy'),
    attempt: 1,
    signal: new AbortController().signal,
    blobs,
    report: (...report) => void reports.push(report),
  };
  const textOf = async (name: string) => Buffer.from(await blobs.get(name)).toString();
  return { given, reports, textOf, blobs };
};
const folder = (rest: object) => {
  const removed: string[] = [];
  const created: unknown[] = [];
  const workspaces = {
    create: async (tree: unknown) => {
      created.push(tree);
      return { folder: '/f', remove: async () => void removed.push('/f'), ...rest };
    },
  };
  return { workspaces: workspaces as never, removed, created };
};

const use = { wallTimeMs: 1, cpuTimeMs: 2, peakMemoryBytes: 3, diskBytes: 4 };
const ran = { reason: 'completed', explanation: 'exit code 0', exitCode: 0, stdout: 'out', stderr: '', ...use };
const input = {
  workspace: { 'a.py': { text: 'a' } },
  command: ['python'],
  collect: {} as never,
  limits: {} as never,
  environment: { A: '1' },
};

const experimentOf = async (result: object, job: (given: any) => void = () => {}, skipped: readonly string[] = []) => {
  const files = folder({
    collect: async () => ({ tree: { 'b.json': { text: '{}' } }, skipped, skippedCount: skipped.length }),
  });
  const { given, reports, textOf } = performing();
  const jobs: any[] = [];
  const sandbox = {
    name: 'box',
    run: async (one: any) => {
      jobs.push(one);
      job(one);
      return { ...ran, ...result };
    },
  };
  const performer = experimentPerformer({
    sandbox: sandbox as never,
    workspaces: files.workspaces,
    describeEnvironment: async () => ({ cpu: 'x' }),
    concurrency: 3,
  });
  const outcome: any = await performer.perform(input, given);
  return { outcome, reports, textOf, jobs, files, performer };
};

test('an experiment runs in its workspace, and its whole result is reported', async () => {
  const { outcome, textOf, jobs, files, performer } = await experimentOf({});
  const { stdout, stderr, ...rest } = outcome.value;
  assert.deepEqual(rest, {
    ...{
      reason: 'completed',
      explanation: 'exit code 0',
      exitCode: 0,
      outputs: { 'b.json': { text: '{}' } },
      skipped: [],
      skippedCount: 0,
    },
    ...{ tail: 'out', resources: use, environment: { cpu: 'x' }, sandbox: 'box' },
  });
  assert.deepEqual([await textOf(stdout), await textOf(stderr)], ['out', '']);
  assert.deepEqual([files.created, files.removed], [[input.workspace], ['/f']]);
  const [{ command, workspace, environment, gpu, label }] = jobs;
  assert.deepEqual(
    [command, workspace, environment, gpu, label],
    [['python'], '/f', { A: '1' }, true, { run: 'here', task: 'a.b.1' }],
  );
  assert.deepEqual([performer.task.kind, performer.concurrency, performer.bound], ['experiment', 3, undefined]);
});

test('the last 4000 characters of output are reported, of stderr if there is any', async () => {
  const tail = async (stdout: string, stderr: string) => (await experimentOf({ stdout, stderr })).outcome.value.tail;
  assert.deepEqual([await tail('out', ' err\n'), await tail('out', ' \n')], ['err', 'out']);
  assert.equal(await tail(`a${'x'.repeat(4000)}`, ''), 'x'.repeat(4000));
});

test('progress lines are reported as progress, all others as text', async () => {
  const lines = [
    'progress 0.35',
    '{"progress": 1.0, "loss": 2}',
    '{"progress":0}',
    'progress 1.5',
    'progress 0.5x',
    'my progress 0.5',
    'text',
  ];
  const { reports } = await experimentOf({}, ({ onLine, onUse }) => {
    for (const line of lines) onLine('stdout', line);
    onUse({ cpu: 1 });
  });
  assert.deepEqual(reports, [
    ['progress', '0.35'],
    ['progress', '1.0'],
    ['progress', '0'],
    ...lines.slice(3).map((line) => ['stdout', line]),
    ['usage', '{"cpu":1}'],
  ]);
});

test('a workspace is always removed', async () => {
  const files = folder({});
  const sandbox = { name: 'box', run: async () => Promise.reject(new Error('no sandbox')) };
  const performer = experimentPerformer({
    sandbox: sandbox as never,
    workspaces: files.workspaces,
    describeEnvironment: async () => ({}),
    concurrency: 1,
  });
  await assert.rejects(performer.perform(input, performing().given), /no sandbox/);
  assert.deepEqual(files.removed, ['/f']);
  const setting = typesetPerformer({
    typesetter: { compile: sandbox.run } as never,
    workspaces: files.workspaces,
    concurrency: 1,
  });
  await assert.rejects(setting.perform({ sources: {}, main: 'a.tex' }, performing().given), /no sandbox/);
  assert.deepEqual(files.removed, ['/f', '/f']);
});

test('a model is chosen by purpose; the request is stored, and streamed text is reported', async () => {
  const { given, reports, textOf, blobs } = performing();
  const image = await blobs.put(Buffer.from('image'));
  const asked: string[] = [];
  const request: any = { purpose: 'coder.edit', messages: [] };
  let answer: any = success({ text: 'yes' });
  const model: any = {
    bound: (of: any) => ({ tokens: of.messages.length, dollars: 1 }),
    answer: async (_: unknown, call: any) => {
      call.onDelta('y');
      call.onTry({ code: 'model.busy', message: 'wait', waitedMs: 5 });
      assert.equal(Buffer.from(await call.readBlob(image)).toString(), 'image');
      return answer;
    },
  };
  const performer = modelPerformer((purpose) => {
    asked.push(purpose);
    return model;
  });
  const outcome: any = await performer.perform(request, given);
  assert.deepEqual([outcome.ok, outcome.value.text, outcome.value.purpose], [true, 'yes', 'coder.edit']);
  assert.equal(await textOf(outcome.value.request), canonical(request));
  assert.deepEqual(reports, [
    ['delta', 'y'],
    ['stderr', 'model.busy: wait; retry after 5 ms'],
  ]);
  assert.deepEqual(performer.bound?.(request), { tokens: 0, dollars: 1 });
  answer = failure('test/down', 'no');
  assert.deepEqual(await performer.perform(request, given), answer);
  assert.deepEqual(
    [asked, performer.task.kind, performer.concurrency],
    [['coder.edit', 'coder.edit', 'coder.edit'], 'model', 8],
  );
});

test('a search asks the literature', async () => {
  const asked: unknown[] = [];
  const performer = searchPerformer({
    search: async (...given: unknown[]) => {
      asked.push(given);
      return success([]);
    },
  } as never);
  const { given } = performing();
  assert.deepEqual(await performer.perform({ query: 'q', limit: 3 }, given), success([]));
  assert.deepEqual([asked, performer.task.kind], [[['q', 3, given.signal]], 'search']);
});

const typeset = async (result: object) => {
  const files = folder({ read: async () => Buffer.from('%PDF') });
  const { given, textOf } = performing();
  const jobs: any[] = [];
  const compile = async (job: any) => {
    jobs.push(job);
    return { ok: true, pdf: 'a.pdf', pages: 2, errors: [], warnings: [], logTail: '', text: '', ...result };
  };
  const performer = typesetPerformer({
    typesetter: { compile } as never,
    workspaces: files.workspaces,
    concurrency: 4,
  });
  const outcome: any = await performer.perform({ sources: { 'a.tex': { text: 'a' } }, main: 'a.tex' }, given);
  return { value: outcome.value, textOf, jobs, files, performer };
};

test('a paper is typeset, its PDF stored, and the number of findings bounded', async () => {
  const { value, textOf, jobs, files, performer } = await typeset({});
  assert.deepEqual(
    [value.ok, value.pdf.sizeBytes, value.pdf.pages, await textOf(value.pdf.blob)],
    [true, 4, 2, '%PDF'],
  );
  assert.deepEqual(
    [jobs[0].workspace, jobs[0].main, files.created, files.removed],
    ['/f', 'a.tex', [{ 'a.tex': { text: 'a' } }], ['/f']],
  );
  assert.deepEqual([performer.task.kind, performer.concurrency], ['typeset', 4]);
  const many = Array.from({ length: 41 }, (_, index) => ({ file: '', line: index, message: '' }));
  const long = await typeset({
    ok: false,
    pdf: null,
    errors: many,
    warnings: many,
    logTail: `a${'x'.repeat(4000)}`,
    text: `${'y'.repeat(60_000)}b`,
  });
  const { errors, warnings, logTail, text, pdf } = long.value;
  assert.deepEqual([errors, warnings, pdf], [many.slice(0, 40), many.slice(0, 40), null]);
  assert.deepEqual([logTail, text], ['x'.repeat(4000), 'y'.repeat(60_000)]);
});
