import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { homePath, resultsPath } from '../../src/adapters/machine/home.ts';
import { createTemplates } from '../../src/adapters/templates/load.ts';
import { render } from '../../src/cli/live/render.ts';
import { emptyView, withEvent } from '../../src/cli/live/state.ts';
import type { Event } from '../../src/events/envelope.ts';
import { tellingMembers } from '../../src/events/projections/compare.ts';
import { prepareWork } from '../../src/lab/work/work.ts';
import { begin, call, put, servicesOn } from '../support/command-line.ts';
import { createPlaybookLab } from '../support/playbook-lab.ts';
import { Log } from '../support/story.ts';
import { ideaNamed } from '../support/studio.ts';

const systemClock = { now: () => new Date().toISOString(), sleep: async () => {} };

/** A run with one novel idea that waits for approval. */
const waiting = (): Log =>
  new Log()
    .start({ ideas: 1, approveIdeas: true })
    .add('idea.requested', 'run', 'director', { number: 1 })
    .add('idea.proposed', 'idea-1', 'scientist', { number: 1, idea: ideaNamed('first') })
    .add('idea.judged', 'idea-1', 'scientist', { number: 1, novel: true, decided: true, rounds: 1, reason: 'new' })
    .add('decision.awaited', 'run', 'host', { after: 4, actors: ['run.director'] });

const servicesWith = async (run: string, events: readonly Event[]) => {
  const broker = createMemoryBroker();
  await put(broker, run, events);
  return { broker, services: servicesOn(broker) };
};

test('a run that waits for a person says so in every view, until it is answered', async (context) => {
  const log = waiting();
  const { broker, services } = await servicesWith('alpha', log.events);
  assert.match((await call(context, services, 'runs')).output, /alpha +toy +waiting/);
  assert.match((await call(context, services, 'show alpha')).output, /^alpha: waiting/);
  const frame = render(log.events.reduce(withEvent, emptyView('alpha', false)), 100, 30, '2026-01-01T01:00:00.000Z');
  assert.match(frame[1] ?? '', /waiting/);
  const watched = await call(context, services, 'watch alpha');
  assert.match(watched.output, /alpha waits for your decision: \S*ai-scientist approve alpha/);
  assert.equal(watched.code, 6);
  const approved = log.add('idea.approved', 'idea-1', 'director', { number: 1 }).events.at(-1) as Event;
  await (await broker.logs.open('alpha')).append({ ...approved, run: 'alpha' });
  assert.match((await call(context, services, 'runs')).output, /alpha +toy +interrupted/);
});

test('a run ends its process when only a person can go on, if it was told not to wait, and goes on after the decision', async (context) => {
  const lab = await createPlaybookLab(() => 0.8);
  const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };
  await lab.begin('alpha', { ideas: 1, limits, approveIdeas: true });
  const services = servicesOn(lab.broker, '/nowhere', { clock: systemClock });
  const { roster, performers } = lab;
  const work = prepareWork(services, lab.broker, { run: 'alpha', roster, performers, models: {} });
  const seen: unknown[] = [];
  const viewer = { event: () => {}, telemetry: () => {}, waiting: (actors: unknown) => void seen.push(actors) };
  const never = new AbortController().signal;
  const actors = ['run.director'];
  assert.deepEqual([await work.perform(viewer, never, false), seen], [{ end: 'waiting', actors }, [actors]]);
  assert.deepEqual(await work.perform(viewer, never, false), { end: 'waiting', actors });
  assert.match((await call(context, services, 'runs')).output, /alpha +grokking +waiting/);
  assert.match(
    (await call(context, services, 'show alpha --events')).output,
    /waiting for a person’s decision: run\.director/,
  );
  assert.match((await call(context, services, 'approve alpha 1')).output, /approved/);
  assert.doesNotMatch((await call(context, services, 'runs')).output, /waiting/);
});

test('watching a run ends when no process works on it, and says how to continue', async (context) => {
  const broker = createMemoryBroker();
  await begin(broker, 'dead');
  const services = servicesOn(broker);
  const { code, output } = await call(context, services, 'watch dead');
  assert.match(output, /no process works on dead; to continue: \S*ai-scientist resume dead/);
  assert.equal(code, 130);
  await call(context, services, 'pause dead --reason lunch');
  const paused = await call(context, services, 'watch dead');
  assert.match(paused.output, /dead is paused: lunch; to continue/);
  assert.equal(paused.code, 5);
});

test('latest is the newest run that does research; a review is asked for by its own word', async (context) => {
  const paper = { name: 'p', title: 'P', text: '', file: { name: 'p', blob: 'b', sizeBytes: 1 }, pages: [] };
  const { broker, services } = await servicesWith('alpha', waiting().events);
  const shown = async (given: string) => (await call(context, services, `show ${given}`)).output;
  assert.match(await shown('latest-review'), /there are no reviews \[run\.unknown\]/);
  await put(broker, 'review-p', new Log().start({ ideas: 1 }, { paper }).events);
  assert.match(await shown('latest'), /^alpha: /);
  assert.match(await shown('latest-review'), /^review-p: /);
});

test('what differs between two events is never named as a hash', () => {
  const [one, other] = [1, 2].map((digit) => {
    const blob = String(digit).repeat(64);
    const data = { blob, files: [{ blob }], durationMs: digit, reason: `reason ${digit}` };
    return new Log().add('x.happened', 'run', 'x', data).events[0] as Event;
  });
  assert.deepEqual(tellingMembers(one as Event, other as Event), ['reason']);
});

test('a template’s required files are checked before a run begins', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'template-'));
  context.after(() => rm(folder, { recursive: true }));
  const templates = createTemplates({ templates: folder, sandboxLimits: join(folder, 'none.json') });
  const load = () => templates.load(folder, undefined, async () => 'blob');
  await writeFile(join(folder, 'experiment.py'), '');
  await assert.rejects(load(), { code: 'template.broken', message: /plot\.py is missing/ });
  await writeFile(join(folder, 'plot.py'), '');
  await assert.rejects(load(), { code: 'template.broken', message: /prompt\.json is missing/ });
});

test('a leading ~ in a setting is the home folder of the user', () => {
  assert.equal(homePath({ AI_SCIENTIST_HOME: '~/lab' }), join(homedir(), 'lab'));
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: '~' }), homedir());
});
