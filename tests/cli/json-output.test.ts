import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { Performer } from '../../src/actors/performer.ts';
import { jsonSchemas } from '../../src/cli/json-schemas.ts';
import type { Event } from '../../src/events/envelope.ts';
import { failure } from '../../src/events/outcome.ts';
import type { Services } from '../../src/lab/services.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { createPlaybookLab, type PlaybookLab } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

let lab: PlaybookLab;
let services: Services;

before(async () => {
  lab = await createPlaybookLab(() => 0.8);
  services = servicesOn(lab.broker, '/nowhere', {
    requirements: async () => [
      { name: 'Python', purpose: 'x', find: async () => ({ found: true, version: '3', path: '/p' }) },
      { name: 'LaTeX', purpose: 'x', find: async () => ({ found: false, problem: 'gone', remedy: 'get it' }) },
    ],
  });
  for (const run of ['alpha', 'beta']) {
    await lab.begin(run, { ideas: 1, limits });
    assert.equal(await lab.work(run), 'finished');
  }
});

const lines: readonly [keyof typeof jsonSchemas, string][] = [
  ['runs', 'runs --json'],
  ['archive', 'archive --json'],
  ['report', 'report --json'],
  ['reviewers', 'report reviewer tests/data/iclr-reviews.csv --resamples 20 --json'],
  ['show', 'show alpha --json'],
  ['events', 'show alpha --events --json'],
  ['event', 'show alpha --event 3'],
  ['unresolved', 'unresolved alpha --json'],
  ['why', 'why alpha 40 --json'],
  ['why', 'why alpha --text 0. --json'],
  ['diff', 'diff alpha beta --json'],
  ['replay', 'replay alpha --to 20 --json'],
  ['check', 'replay alpha --check --json'],
  ['verify', 'verify alpha --json'],
  ['doctor', 'doctor --json'],
];

for (const [name, line] of lines)
  test(`${line} has the form that docs/schema gives`, async (context) => {
    const { output } = await call(context, services, line);
    const read = jsonSchemas[name].schema.safeParse(JSON.parse(output));
    assert.ok(read.success, read.error?.message);
  });

test('gc --json has the form that docs/schema gives', async (context) => {
  const keeper = {
    deleteRun: async () => true,
    restoreRun: async () => {},
    deleteBlob: async () => true,
    close: async () => {},
  };
  const { output } = await call(context, { ...services, openKeeper: async () => keeper }, 'gc --json');
  assert.ok(jsonSchemas.gc.schema.parse(JSON.parse(output)).kept.blobs > 0);
});

test('review --json has the form that docs/schema gives, with a verdict and without', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'review-'));
  context.after(() => rm(folder, { recursive: true }));
  const paper = {
    title: 'A Draft',
    text: 'We shake toys. '.repeat(100),
    pages: [],
    bytes: Buffer.from('x'),
    notices: [],
  };
  const reviewed = async (performers: readonly Performer[]) => {
    const models = { referee: 'playbook:review', reviewer: 'playbook:review' };
    const papers = { read: async () => paper };
    const { output } = await call(
      context,
      servicesOn(lab.broker, folder, {
        clock: { now: () => new Date().toISOString(), sleep: async () => {} },
        templates: { load: async () => lab.template },
        hands: async () => ({ performers, models, unpriced: [], sandbox: 'stand-in', papers }),
      }),
      'review draft.pdf --json --reviews 1 --reflections 0',
    );
    return jsonSchemas.review.schema.parse(JSON.parse(output));
  };
  const silent = lab.performers.map((one) => ({ ...one, perform: async () => failure('model.unavailable', 'no') }));
  const [whole, none] = [await reviewed(lab.performers), await reviewed(silent)];
  assert.deepEqual([whole.title, whole.verdict == null, whole.reviews?.length], ['A Draft', false, 1]);
  assert.deepEqual([none.verdict ?? null, none.score ?? null], [null, null]);
});

test('unresolved tasks, and a fork, have their forms too', async (context) => {
  const events: Event[] = JSON.parse((await call(context, services, 'show alpha --events --json')).output);
  const planned = events.findIndex(({ type }) => type === 'plan.made') + 1;
  await call(context, services, `fork alpha --at ${planned} --name open --no-run`);
  for (const [name, line] of [
    ['unresolved', 'unresolved open --json'],
    ['show', 'show open --json'],
    ['runs', 'runs --json'],
  ] as const) {
    const value = JSON.parse((await call(context, services, line)).output);
    assert.ok(jsonSchemas[name].schema.safeParse(value).success, line);
    if (name === 'unresolved') assert.ok(value.length > 0);
  }
});

test('watch prints one event per line', async (context) => {
  const { output } = await call(context, services, 'watch alpha --json');
  for (const line of output.trimEnd().split('\n')) jsonSchemas.event.schema.parse(JSON.parse(line));
});
