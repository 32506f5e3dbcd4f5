import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { seal } from '../../src/events/envelope.ts';
import { gatherEarlier } from '../../src/lab/work/begin.ts';
import { begin, brokerWith, call, now, servicesOn } from '../support/command-line.ts';
import { startedWith } from '../support/studio.ts';

test('a run is found by its name, by the beginning of it, and as the latest', async (context) => {
  const services = servicesOn(await brokerWith('alpha-1', 'alpha-2', 'beta-1'));
  const shown = async (given: string) => {
    const { code, output } = await call(context, services, `show ${given} --json`);
    return code === 0 ? JSON.parse(output).run : output;
  };
  assert.equal(await shown('alpha-2'), 'alpha-2');
  assert.equal(await shown('be'), 'beta-1');
  assert.equal(await shown('latest'), 'beta-1');
  assert.match(await shown('alpha'), /"alpha" matches several runs: alpha-1, alpha-2 \[run\.ambiguous\]/);
  assert.match(await shown('gamma'), /no run "gamma": the runs are .*beta-1.*\[run\.unknown\]/);
});

test('without any run the commands say how to start one', async (context) => {
  const services = servicesOn(createMemoryBroker());
  assert.match((await call(context, services, 'runs')).output, /no runs yet: start with `\S*ai-scientist start`/);
  assert.match((await call(context, services, 'archive')).output, /empty: start with/);
  assert.deepEqual((await call(context, services, 'show latest')).code, 1);
});

test('runs and archive list every run, as tables and as JSON', async (context) => {
  const services = servicesOn(await brokerWith('alpha-1', 'beta-1'));
  const [first] = JSON.parse((await call(context, services, 'runs --json')).output);
  assert.deepEqual(
    { run: first.run, template: first.template, state: first.state, papers: first.papers },
    { run: 'beta-1', template: 'toy', state: 'interrupted', papers: 1 },
  );
  assert.match((await call(context, services, 'runs')).output, /^RUN +TEMPLATE .*\nbeta-1 +toy +interrupted/);
  const ideas = JSON.parse((await call(context, services, 'archive --run alpha --json')).output);
  assert.deepEqual(new Set(ideas.map(({ run }: { run: string }) => run)), new Set(['alpha-1']));
  const { output } = await call(context, services, 'archive first --run alpha');
  for (const part of ['DRAFTS', '"toys": search.down', 'EXPERIMENTS', 'PAPER', 'seed_idea'])
    assert.ok(output.includes(part), part);
  assert.match((await call(context, services, 'archive nothing')).output, /no idea "nothing".*\[idea\.unknown\]/);
});

test('an event is shown by its id and by its number', async (context) => {
  const services = servicesOn(await brokerWith('alpha-1'));
  const byId = await call(context, services, 'show alpha-1 --event run.started');
  assert.equal(JSON.parse(byId.output).type, 'run.started');
  assert.equal((await call(context, services, 'show alpha-1 --event 1')).output, byId.output);
  assert.match((await call(context, services, 'show alpha-1 --event 999')).output, /\[event\.unknown\]/);
});

test('results are written with papers, reviews and code, idempotently', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'results-'));
  context.after(() => rm(folder, { recursive: true }));
  const services = servicesOn(await brokerWith('alpha-1'), folder);
  for (let time = 0; time < 2; time += 1) await call(context, services, `show alpha-1 --save ${folder}`);
  const files = await readdir(join(folder, 'alpha-1'), { recursive: true });
  for (const file of ['README.txt', 'archive.json', '1-first/idea.json', '1-first/paper.pdf', '1-first/review.txt'])
    assert.ok(files.includes(file), `${file} is not among ${files}`);
  assert.equal(await readFile(join(folder, 'alpha-1/1-first/paper.pdf'), 'utf8'), 'bytes of p');
  const text = await readFile(join(folder, 'alpha-1/1-first/review.txt'), 'utf8');
  assert.match(text, /score 5\n[\s\S]*overall 5[\s\S]*- Small\.\n[\s\S]*Review 2 failed: model\.down/);
});

test('a run that no process works on can be paused and cancelled, and still matches its fold', async (context) => {
  const broker = createMemoryBroker();
  await begin(broker, 'alpha-1');
  const services = servicesOn(broker);
  const states = async () => JSON.parse((await call(context, services, 'runs --json')).output)[0].state;
  assert.match((await call(context, services, 'pause alpha-1 --reason lunch')).output, /No process is working/);
  assert.equal(await states(), 'paused');
  assert.match((await call(context, services, 'pause alpha-1')).output, /already paused: lunch/);
  assert.match((await call(context, services, 'cancel alpha-1 --idea 4')).output, /\[idea\.unknown\]/);
  assert.deepEqual((await call(context, services, 'cancel alpha-1')).code, 0);
  assert.equal(await states(), 'cancelled');
  for (const line of ['pause', 'cancel', 'resume'])
    assert.match((await call(context, services, `${line} alpha-1`)).output, /\[run\.over\]/);
  const { code, output } = await call(context, services, 'replay alpha-1 --check');
  assert.deepEqual({ code, matches: /1 of 1 values of the hash chain match/.test(output) }, { code: 0, matches: true });
  const { after } = JSON.parse((await call(context, services, 'replay alpha-1 --to run.started --json')).output);
  assert.equal(after.sequence, 1);
});

test('replay needs only the log, and gives the same bytes each time', async (context) => {
  const broker = createMemoryBroker();
  await begin(broker, 'alpha-1');
  const services = servicesOn(broker);
  const { output } = await call(context, services, 'replay alpha-1 --context');
  assert.match(output, /^run alpha-1, after event 1 of 1\n[\s\S]*run\.director: /);
  assert.equal((await call(context, services, 'replay alpha-1 --context')).output, output);
  assert.match((await call(context, services, 'replay alpha-1 --to 999')).output, /\[event\.unknown\]/);
});

test('a log that this code would not have written diverges: exit code 1, with what differs', async (context) => {
  const broker = createMemoryBroker();
  await begin(broker, 'alpha-1');
  const log = await broker.logs.open('alpha-1');
  const data = { run: 7, attempt: 1, workspace: {} };
  const id = 'run.director.1';
  const draft = { id, type: 'experiment.requested', version: 1, run: 'alpha-1', role: 'director', causationid: 'x' };
  await log.append(seal({ ...draft, scope: 'baseline', data }, now));
  const { code, output } = await call(context, servicesOn(broker), 'replay alpha-1 --check');
  assert.equal(code, 1);
  assert.match(
    output,
    /DIVERGED at event 2, run\.director\.1 [\s\S]*\nkind +machine: [\s\S]*\n- +run: 7\n[\s\S]*\n\+ +run: 0\n/,
  );
});

test('a wrong option is misuse, and every command has examples', async (context) => {
  const services = servicesOn(createMemoryBroker());
  assert.equal((await call(context, services, 'cancel latest --idea none')).code, 2);
  assert.equal((await call(context, services, 'resume latest --budget-dollars -1')).code, 2);
  assert.equal((await call(context, services, 'show')).code, 2);
  for (const name of ['runs', 'show', 'archive', 'pause', 'resume', 'cancel', 'replay']) {
    const { code, output } = await call(context, services, `${name} --help`);
    assert.equal(code, 0);
    assert.ok(output.includes(`Examples:\n  ai-scientist ${name}`), name);
  }
});

test('a new run is given the ideas of earlier runs once each, and the newest baseline of the same key', async () => {
  const broker = await brokerWith('alpha-1', 'beta-1');
  const { template } = startedWith();
  const { earlier, baseline } = await gatherEarlier(broker, template);
  assert.deepEqual(
    earlier.map(({ name, origin }) => ({ name, origin })),
    [{ name: 'first', origin: 'beta-1' }],
  );
  assert.match(baseline?.origin ?? '', /^beta-1\/baseline\.experimenter\.\d+$/);
  assert.equal((await gatherEarlier(broker, { ...template, baselineKey: 'other' })).baseline, null);
  assert.deepEqual((await gatherEarlier(broker, { ...template, name: 'other' })).earlier, []);
});
