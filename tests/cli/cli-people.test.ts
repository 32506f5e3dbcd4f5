import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { archiveOf } from '../../src/events/projections/archive.ts';
import type { Services } from '../../src/lab/services.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

let lab: PlaybookLab;
let services: Services;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'people-'));
  lab = await createPlaybookLab(() => 0.8);
  services = servicesOn(lab.broker, folder, { clock: { now: () => new Date().toISOString(), sleep: async () => {} } });
  await lab.begin('finished', { ideas: 1, limits });
  assert.equal(await lab.work('finished'), 'finished');
});
after(() => rm(folder, { recursive: true, force: true }));

const eventsOf = async (run: string) => (await recordedIn(await lab.broker.logs.open(run))).map(({ event }) => event);

const ideaOf = async (run: string) => archiveOf(await eventsOf(run)).ideas.find(({ number }) => number === 1);

test('a fork is reported, shown with its origin, and refused if it would differ', async (context) => {
  const told = await call(context, services, 'fork finished --at 30 --limit reviews=2 --name another --no-run');
  assert.equal(told.code, 0);
  assert.match(
    told.output,
    /^another is a fork of finished at event 30 [\s\S]*30 events with \d+ model calls[\s\S]*limits\.reviews 1 -> 2/,
  );
  assert.match(
    (await call(context, services, 'show another')).output,
    /forked +from finished at event 30 .*limits\.reviews 1 -> 2/,
  );
  assert.match((await call(context, services, 'runs')).output, /FORK OF[\s\S]*another .* finished@30 /);
  assert.equal((await call(context, services, 'replay another --check')).code, 0);
  const last = (await eventsOf('finished')).length;
  const refused = await call(context, services, `fork finished --at ${last} --limit reviews=2 --no-run`);
  assert.equal(refused.code, 1);
  assert.match(refused.output, /event \d+ \(idea-1\.reviewer\.\d+\) differs .*--at \d+ \[fork\.diverged\]/);
  assert.match(
    (await call(context, services, 'fork finished --at 30 --name another --no-run')).output,
    /\[run\.exists\]/,
  );
  assert.equal((await call(context, services, 'fork finished --at 30 --limit rounds=2')).code, 2);
  assert.match((await call(context, services, 'fork finished --at 99999')).output, /\[event\.unknown\]/);
});

test('a replaced answer is adopted into a fork and affects what follows', async (context) => {
  const events = await eventsOf('finished');
  const at = 1 + events.findIndex(({ data }) => (data as any).value?.purpose === 'writer.title');
  const file = join(folder, 'title.txt');
  await writeFile(file, '```json\n{"title": "A Title That a Person Chose"}\n```');
  const { output } = await call(context, services, [
    'fork',
    'finished',
    '--at',
    `${at}`,
    '--answer',
    file,
    '--name',
    'titled',
    '--no-run',
  ]);
  assert.match(output, /changed +.*event idea-1\.writer\.1\.result edited/);
  assert.equal(await lab.work('titled'), 'finished');
  assert.equal((await ideaOf('titled'))?.papers[0]?.title, 'A Title That a Person Chose');
  assert.match(
    (await call(context, services, `fork finished --at 1 --answer ${file} --no-run`)).output,
    /\[fork\.not_editable\]/,
  );
});

test('a paper of a finished run is revised by request, and the run is finished again', async (context) => {
  const { output } = await call(context, services, ['revise', 'finished', '1', 'Say less.']);
  assert.match(
    output,
    /will be revised\. No process is working on the run; to continue: \S*ai-scientist resume finished/,
  );
  assert.equal(await lab.work('finished'), 'finished');
  assert.deepEqual(
    (await ideaOf('finished'))?.papers.map(({ version }) => version),
    [1, 2],
  );
  assert.match(
    (await call(context, services, 'archive --run finished periodic')).output,
    /REMARKS\n.*revision: Say less\./,
  );
});

test('a comment is recorded with its idea; wrong ideas and states are reported', async (context) => {
  assert.equal((await call(context, services, ['comment', 'finished', '1', 'Well done.'])).code, 0);
  assert.equal((await ideaOf('finished'))?.remarks.at(-1)?.text, 'Well done.');
  const codeOf = async (line: string) => /\[([a-z._]+)\]/.exec((await call(context, services, line)).output)?.[1];
  assert.equal(await codeOf('comment finished 7 hello'), 'idea.unknown');
  assert.equal(await codeOf('approve finished 1'), 'idea.over');
  assert.equal(await codeOf('reject finished 1'), 'idea.over');
  assert.equal(await codeOf('revise another 1 more'), 'idea.no_paper');
});

test('a call without an answer is listed, and answered or abandoned by a person, once', async (context) => {
  const planned = (await eventsOf('finished')).findIndex(({ type }) => type === 'plan.made') + 1;
  await call(context, services, `fork finished --at ${planned} --name lost --no-run`);
  const listed = JSON.parse((await call(context, services, 'unresolved lost --json')).output);
  const { task, purpose, input } = listed.find(({ kind }: { kind: string }) => kind === 'model');
  assert.equal(purpose, 'coder.edit');
  assert.equal(input.purpose, purpose);
  assert.match((await call(context, services, 'unresolved lost')).output, new RegExp(`${task} +coder\\.edit`));
  const file = join(folder, 'answer.txt');
  await writeFile(file, 'No edit at all.');
  assert.match((await call(context, services, `answer lost ${task}`)).output, /\[cli\.bad_option\]/);
  assert.match((await call(context, services, `answer lost ${task} --adopt ${file}`)).output, /has its result/);
  assert.match((await call(context, services, `answer lost ${task} --abandon`)).output, /\[task\.answered\]/);
  const adopted = (await eventsOf('lost')).find(({ id }) => id === `${task}.result`)?.data as any;
  assert.deepEqual([adopted.value.text, adopted.value.model], ['No edit at all.', 'human']);
  assert.equal(await lab.work('lost'), 'finished');
  const events = await eventsOf('lost');
  assert.ok(events.some(({ type, causationid }) => type === 'answer.rejected' && causationid === `${task}.result`));
  assert.ok(!lab.performed.includes(`lost ${task}`));
});
