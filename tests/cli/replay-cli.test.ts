import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { Event } from '../../src/events/envelope.ts';
import { CodedError } from '../../src/events/outcome.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { type Played, playRun } from '../support/playbook-lab.ts';

const small = { ideaReflections: 1, noveltyRounds: 2, runs: 1, citationRounds: 1, reviews: 2, reviewReflections: 1 };

let played: Played;
before(async () => {
  played = await playRun(1, () => 0.9, { limits: small });
});

/** The first events of the run with its blobs, each event changed by `change`. */
const brokerWith = async (length = played.log.length, change = (event: Event): Event => event): Promise<Broker> => {
  const broker = { ...createMemoryBroker(), blobs: played.broker.blobs };
  const log = await broker.logs.create('played');
  for (const recorded of played.log.slice(0, length)) {
    const event = change(recorded.event);
    await (event === recorded.event ? log.restore(recorded) : log.append(event));
  }
  return broker;
};

const withPrompt = (event: Event): Event =>
  event.id === 'run.scientist.1.result'
    ? { ...event, data: { ...(event.data as object), inputSha256: 'other' } }
    : event;

const withIdea = (event: Event): Event =>
  event.type === 'idea.drafted' ? { ...event, data: { ...(event.data as object), draft: 9 } } : event;

const first = (type: string): Event => played.events.find((event) => event.type === type) as Event;
const sequenceOf = ({ id }: Event): number => played.events.findIndex((event) => event.id === id) + 1;

test('a whole run is found to be what the code gives: exit code 0', async (context) => {
  const { code, output } = await call(context, servicesOn(await brokerWith()), 'replay played --check');
  assert.equal(code, 0);
  assert.match(output, /every recorded output is what the fold gives, every input of a task is the same/);
});

test('a changed prompt fails the check with the request as it was sent, unless it is allowed', async (context) => {
  const services = servicesOn(await brokerWith(40, withPrompt));
  const strict = await call(context, services, 'replay played --check');
  assert.equal(strict.code, 1);
  assert.match(
    strict.output,
    /PROMPT CHANGED at event \d+, run\.scientist\.1\.result .*\nactor +run\.scientist, in state /,
  );
  const { code, output } = await call(context, services, 'replay played --check --allow-prompt-changes --json');
  const [{ report }] = JSON.parse(output);
  const { divergence, prompts } = report;
  assert.deepEqual(
    { code, divergence, id: prompts[0].id },
    { code: 0, divergence: null, id: 'run.scientist.1.result' },
  );
  assert.deepEqual(prompts[0].recorded, prompts[0].computed, 'only the hash was changed: the request is the same');
});

test('the JSON of an event has everything that the stepper shows', async (context) => {
  const edited = first('code.edited');
  const { output } = await call(context, servicesOn(await brokerWith()), `replay played --to ${edited.id} --json`);
  const step = JSON.parse(output);
  assert.deepEqual(step.event, edited);
  assert.deepEqual(step.after, {
    sequence: sequenceOf(edited),
    id: edited.id,
    type: 'code.edited',
    time: edited.time,
  });
  const coder = step.changes.find(({ actor }: { actor: string }) => actor === 'idea-1.coder');
  assert.deepEqual([coder.before, coder.after], ['editing.judging', 'experimenting']);
  assert.ok(coder.context.some(({ path }: { path: string }) => path === 'code'));
  assert.deepEqual(
    step.outputs.map(({ kind, type }: { kind: string; type: string }) => ({ kind, type })),
    [{ kind: 'emit', type: 'experiment.requested' }],
  );
  assert.equal(step.exchange.kind, 'model');
  assert.ok(step.exchange.isAsSent);
  assert.equal(step.exchange.request.purpose, 'coder.edit');
  assert.equal(typeof step.exchange.answer.value.text, 'string');
  assert.equal(step.workspace['experiment.py'].text, (edited.data as { text: string }).text);
  assert.deepEqual(step.draft, { title: '', sections: {} });
});

test('the draft is the one at that event', async (context) => {
  const services = servicesOn(await brokerWith());
  const draftAt = async (event: Event) =>
    JSON.parse((await call(context, services, `replay played --to ${event.id} --json`)).output).draft;
  const section = first('section.drafted');
  const { title, sections } = await draftAt(section);
  assert.equal(title, (first('title.chosen').data as { title: string }).title);
  assert.deepEqual(Object.keys(sections), [(section.data as { section: string }).section]);
  assert.equal(Object.keys((await draftAt(first('paper.compiled'))).sections).length, 8);
});

test('every bundle of a folder is checked, and an unreadable one is reported with the others', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'bundles-'));
  context.after(() => rm(folder, { recursive: true }));
  const services = servicesOn(await brokerWith(20));
  assert.match(
    (await call(context, services, `replay ${folder} --check`)).output,
    /bundles end in \.bundle\.tar \[run\.unknown\]/,
  );
  for (const name of ['b.bundle.tar', 'a.bundle.tar', 'notes.txt']) await writeFile(join(folder, name), 'no bundle');
  const { code, output } = await call(context, services, `replay ${folder} --check --json`);
  const checked: { place: string; problem: string }[] = JSON.parse(output);
  assert.equal(code, 1);
  assert.deepEqual(
    checked.map(({ place }) => place),
    [join(folder, 'a.bundle.tar'), join(folder, 'b.bundle.tar')],
  );
  assert.ok(
    checked.every(({ problem }) => / \[[a-z]+\.[a-z_]+\]$/.test(problem)),
    output,
  );
});

/** An object with only these methods; any other fails the test. */
const only = <Whole extends object>(whole: Whole, names: readonly string[], change: object = {}): Whole =>
  new Proxy(whole, {
    get: (target, name) => {
      if (name in change) return change[name as keyof typeof change];
      const member = target[name as keyof Whole];
      if (typeof member !== 'function') return member;
      return names.includes(String(name)) ? member.bind(target) : () => assert.fail(`${String(name)} is called`);
    },
  });

const readOnly = (broker: Broker): Broker => {
  const open = async (run: string) =>
    only(await broker.logs.open(run), ['get', 'read', 'readStored', 'lastSequence', 'follow']);
  return {
    ...broker,
    logs: only(broker.logs, ['list'], { open }),
    tasks: only(broker.tasks, []),
    blobs: only(broker.blobs, ['get', 'has']),
    live: only(broker.live, []),
  };
};

test('replaying writes nothing and asks nobody', async (context) => {
  const services = servicesOn(readOnly(await brokerWith(60)));
  for (const options of ['', ' --context', ' --to 30 --json', ' --check'])
    assert.equal((await call(context, services, `replay played${options}`)).code, 0, options);
});

test('a run that this code would have recorded differently is not resumed, and a fork is suggested', async (context) => {
  const broker = await brokerWith(60, withIdea);
  const before = await (await broker.logs.open('played')).lastSequence();
  const { code, output } = await call(context, servicesOn(broker), 'resume played --budget-dollars 5');
  const sequence = sequenceOf(first('idea.drafted'));
  assert.equal(code, 1);
  assert.match(
    output,
    new RegExp(`DIVERGED at event ${sequence}, .*\\nactor +run\\.scientist, in state proposing\\.judging\\n`),
  );
  assert.match(output, /^- +draft: 9$/m);
  assert.match(
    output,
    new RegExp(`fork it instead: \\S*ai-scientist fork played --at ${sequence - 1} \\[run\\.diverged\\]`),
  );
  assert.equal(await (await broker.logs.open('played')).lastSequence(), before);
});

test('a run of which only a prompt has changed is resumed with a one-line warning', async (context) => {
  const load = () => Promise.reject(new CodedError('template.unknown', 'the work begins here'));
  const services = { ...servicesOn(await brokerWith(60, withPrompt)), templates: { load } };
  const { output } = await call(context, services, 'resume played');
  assert.match(
    output,
    /^warning: prompts have changed since \(1 recorded task, the first run\.scientist\.1\.result\)[^\n]*\n/,
  );
  assert.match(output, /the work begins here/);
});
