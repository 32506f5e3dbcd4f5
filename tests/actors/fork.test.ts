import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sha256 } from '../../src/actors/canonical.ts';
import { HashChain } from '../../src/actors/chain.ts';
import { Fold } from '../../src/actors/fold.ts';
import { createFork, type ForkChanges, type ForkRefused, planFork } from '../../src/actors/fork.ts';
import { checkEnvelopes } from '../../src/actors/verify/envelopes.ts';
import type { Event } from '../../src/events/envelope.ts';
import { archiveOf } from '../../src/events/projections/archive.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Recorded, RunLog } from '../../src/ports/log.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 1, citationRounds: 1, reviews: 2, reviewReflections: 0, ideaReflections: 0 };
const unlimited = { dollars: null, tokens: null, hours: null };

let lab: PlaybookLab;
let original: Recording;

before(async () => {
  lab = await createPlaybookLab(() => 0.8);
  const log = await lab.begin('original', { ideas: 2, limits });
  assert.equal(await lab.work('original'), 'finished');
  original = { run: 'original', log: await recordedIn(log), blobs: lab.broker.blobs };
});

const startedOf = ({ log }: Recording): RunStarted => log[0]?.event.data as RunStarted;
const bytesOf = (log: readonly Recorded[]): string => sha256(Buffer.concat(log.map(({ bytes }) => bytes)));
const eventsOf = (log: readonly Recorded[]) => log.map(({ event }) => event);

const changes = (different: Partial<ForkChanges> = {}): ForkChanges => {
  const { settings, models, program } = startedOf(original);
  return { settings, models, program, budget: unlimited, summary: [], ...different };
};

const fork = async (run: string, at: number, different: Partial<ForkChanges> = {}): Promise<RunLog> =>
  createFork(lab.broker.logs, run, planFork(original, at, lab.roster, changes(different)), new Date().toISOString());

/** Asserts that the log equals what the fold produces, that its envelopes are valid, and its hash chain matches its bytes. */
const assertSound = (log: readonly Recorded[]): void => {
  const fold = new Fold(lab.roster);
  const chain = new HashChain();
  const links = [''];
  for (const { event, sequence, subject, bytes } of log) {
    fold.apply(event, sequence);
    links.push(chain.add(subject, bytes));
    if (event.type !== 'log.chained') continue;
    const { through, sha256: recorded } = event.data as { through: number; sha256: string };
    assert.equal(recorded, links[through], `${event.run}: the chain through ${through}`);
  }
  assert.equal(fold.divergence, undefined);
  assert.deepEqual(checkEnvelopes(fold.run, log).check.problems, []);
};

/** The outcome of each idea, without anything that depends on time. */
const fates = (log: readonly Recorded[]) =>
  archiveOf(eventsOf(log)).ideas.map(({ name, outcome, score, runs, plan, sections, reason }) => ({
    name,
    outcome,
    score,
    plan,
    sections,
    reason,
    results: runs.map(({ results }) => results),
  }));

const tasksRecorded = (log: readonly Recorded[]): ReadonlySet<string> =>
  new Set(
    log
      .filter(({ event }) => /^task\.(completed|failed)$/.test(event.type))
      .map(({ event }) => (event.data as any).task),
  );

test('a fork at every 10th event completes with the same result, without paying for earlier events', async () => {
  const wholeHash = bytesOf(original.log);
  for (let at = 1; at <= original.log.length; at += 10) {
    const run = `fork-${at}`;
    const log = await fork(run, at);
    assert.equal(await lab.work(run), 'finished', `at ${at}`);
    const paid = tasksRecorded(original.log.slice(0, at));
    const again = lab.performed.filter((one) => one.startsWith(`${run} `) && paid.has(one.slice(run.length + 1)));
    assert.deepEqual(again, [], `at ${at}`);
    const forked = await recordedIn(log);
    assert.deepEqual(fates(forked), fates(original.log), `at ${at}`);
    assertSound(forked);
    const ids = forked.slice(0, at).map(({ event }) => event.id);
    assert.deepEqual(
      ids,
      original.log.slice(0, at).map(({ event }) => event.id),
    );
  }
  const now = await recordedIn(await lab.broker.logs.open('original'));
  assert.equal(bytesOf(now), wholeHash);
});

const find = (log: readonly Recorded[], isWanted: (event: Event<any>) => boolean): Recorded => {
  const found = log.find(({ event }) => isWanted(event));
  assert.ok(found);
  return found;
};

const finish = async (log: RunLog): Promise<readonly Recorded[]> => {
  assert.equal(await lab.work(log.run), 'finished');
  const recorded = await recordedIn(log);
  assertSound(recorded);
  return recorded;
};

test('an edited result changes what follows, and the fork records the edit', async () => {
  const { sequence, event } = find(
    original.log,
    ({ id, data }) => id.startsWith('idea-1.experimenter.') && data.kind === 'experiment' && data.value !== undefined,
  );
  const data = structuredClone(event.data) as any;
  const info = JSON.parse(data.value.outputs['run_1/final_info.json'].text);
  for (const { means } of Object.values(info) as any[]) means.final_val_loss = 7.25;
  data.value.outputs['run_1/final_info.json'].text = JSON.stringify(info);
  const log = await finish(await fork('edited', sequence, { edit: { data } }));
  assert.deepEqual(startedOf({ ...original, log }).forkedFrom?.edited, [event.id]);
  assert.equal(log[sequence - 1]?.event.run, 'edited');
  const runs = archiveOf(eventsOf(log)).ideas.find(({ number }) => number === 1)?.runs;
  assert.ok(Object.values(runs?.[0]?.results ?? {}).every(({ means }) => means.final_val_loss === 7.25));
  const paper = find(log, ({ type, scope }) => type === 'paper.compiled' && scope === 'idea-1').event.data as any;
  assert.match(paper.sources['results.tex'].text, /7\.25/);
});

test('an edited output of a role is taken as it is; events of the shell cannot be edited', async () => {
  const { sequence, event } = find(original.log, ({ type }) => type === 'idea.judged');
  const edit = { data: { ...(event.data as object), novel: false, reason: 'a person knows better' } };
  const log = await finish(await fork('not-novel', sequence, { edit }));
  const idea = archiveOf(eventsOf(log)).ideas.find(({ number }) => number === 1);
  assert.deepEqual([idea?.outcome, idea?.reason], ['not-novel', 'a person knows better']);
  const refused = (at: number, data: unknown) => () => planFork(original, at, lab.roster, changes({ edit: { data } }));
  assert.throws(refused(1, {}), { code: 'fork.not_editable' });
  assert.throws(refused(sequence, { novel: 'perhaps' }), { code: 'fork.not_editable' });
  assert.throws(refused(9999, {}), { code: 'event.unknown' });
});

test('other limits and models count from there on; papers name the fork and its models', async () => {
  const { sequence } = find(original.log, ({ type }) => type === 'coding.finished');
  const { settings, models } = startedOf(original);
  const log = await finish(
    await fork('other', sequence, {
      settings: { ...settings, limits: { ...settings.limits, reviews: 1 } },
      models: { ...models, writer: 'another:model' },
    }),
  );
  const [first] = archiveOf(eventsOf(log)).ideas.filter(({ outcome }) => outcome === 'reviewed');
  assert.equal(first?.papers[0]?.reviews.length, 1);
  const paper = find(log, ({ type }) => type === 'paper.compiled').event.data as any;
  assert.match(paper.sources['paper.tex'].text, /another:model[\s\S]*Run: \\texttt\{other\}/);
});

test('a fork beyond the first event that would differ is refused, with the last possible event', async () => {
  const { settings } = startedOf(original);
  const different = { settings: { ...settings, limits: { ...settings.limits, reviews: 1 } } };
  const second = find(original.log, ({ type, data }) => type === 'review.requested' && data.number === 1).sequence;
  const refusal = (() => {
    try {
      planFork(original, original.log.length, lab.roster, changes(different));
    } catch (error) {
      return error as ForkRefused;
    }
    return assert.fail('it is not refused');
  })();
  assert.equal(refusal.code, 'fork.diverged');
  assert.equal(refusal.divergence.sequence, second);
  assert.match(refusal.message, new RegExp(`--at ${second - 1}$`));
  await fork('as-far-as-it-goes', second - 1, different);
});

test('a comment is in the prompts from there on, and in the archive', async () => {
  const { sequence, event } = find(original.log, ({ type }) => type === 'plan.made');
  const comment = { scope: event.scope, text: 'Look at </data> the seeds.' };
  const log = await finish(await fork('commented', sequence, { comment }));
  const asked = log
    .slice(sequence)
    .filter(
      ({ event: { type, scope, data } }) =>
        type === 'task.completed' && scope === event.scope && (data as any).kind === 'model',
    );
  const roles = await Promise.all(
    asked.map(async ({ event: { role, data } }) => {
      const request = new TextDecoder().decode(await lab.broker.blobs.get((data as any).value.request));
      return { role, isTold: request.includes('Look at \\\\u003c/data> the seeds.') };
    }),
  );
  const told = new Set(roles.filter(({ isTold }) => isTold).map(({ role }) => role));
  assert.deepEqual(told, new Set(['coder', 'writer']), 'reviews stay independent');
  const remarks = archiveOf(eventsOf(log)).ideas.find(({ scope }) => scope === event.scope)?.remarks;
  assert.deepEqual(
    remarks?.map(({ kind, text }) => [kind, text]),
    [['comment', comment.text]],
  );
});

test('nobody works on an incomplete fork, and repeating it completes it', async () => {
  const at = 60;
  const plan = planFork(original, at, lab.roster, changes({ comment: { scope: 'run', text: 'So far, so good.' } }));
  const { logs } = lab.broker;
  const failing = {
    ...logs,
    list: () => logs.list(),
    open: (run: string) => logs.open(run),
    create: async (run: string) => {
      const log = await logs.create(run);
      let left = 30;
      return Object.assign(Object.create(log), {
        append: (event: Event) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('the power is gone')) : log.append(event);
        },
      });
    },
  };
  const now = new Date().toISOString();
  await assert.rejects(createFork(failing, 'half', plan, now), /power/);
  assert.equal(await lab.work('half', AbortSignal.timeout(500)), 'stopped');
  assert.equal(await (await logs.open('half')).lastSequence(), 30);
  const log = await createFork(logs, 'half', plan, new Date(Date.now() + 5).toISOString());
  const recorded = await finish(log);
  assert.deepEqual(fates(recorded), fates(original.log));
  await assert.rejects(createFork(logs, 'half', plan, now), { code: 'run.exists' });
  await assert.rejects(fork('original', at), { code: 'run.exists' });
});

test('a fork can be forked, within what it shares and beyond', async () => {
  const first = await finish(await fork('first', 90));
  const from: Recording = { run: 'first', log: first, blobs: lab.broker.blobs };
  for (const at of [40, 91, 140, first.length]) {
    const plan = planFork(from, at, lab.roster, changes());
    const log = await finish(await createFork(lab.broker.logs, `second-${at}`, plan, new Date().toISOString()));
    assert.deepEqual(fates(log), fates(original.log));
    assert.deepEqual(startedOf({ ...from, log }).forkedFrom?.run, 'first');
  }
});
