import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical } from '../../src/actors/canonical.ts';
import { Fold } from '../../src/actors/fold.ts';
import type { Performer } from '../../src/actors/performer.ts';
import type { Event } from '../../src/events/envelope.ts';
import { errors } from '../../src/events/errors/registry.ts';
import { limitsSchema } from '../../src/events/vocabulary/run.ts';
import { createChaosModel } from '../support/chaos-model.ts';
import { experimentWays, searchWays, spoilt, typesetWays } from '../support/chaos-world.ts';
import { type Played, playbook, playRun } from '../support/playbook-lab.ts';
import { Random } from '../support/random.ts';
import { dataOf } from '../support/simulate.ts';

const runs = Number(process.env.CHAOS_RUNS ?? 200);
const firstSeed = Number(process.env.CHAOS_SEED ?? 1);

const limits = limitsSchema.parse({
  ideaReflections: 1,
  noveltyRounds: 3,
  papersPerSearch: 4,
  runs: 2,
  attemptsPerRun: 2,
  plotAttempts: 2,
  citationRounds: 2,
  fixRounds: 2,
  reviews: 2,
  reviewReflections: 1,
  answers: 2,
});
const ideas = 2;
const sections = 8;

/** The most tasks that a run may request, by its limits. */
const bounds = (() => {
  const { answers } = limits;
  const scientist = (1 + limits.ideaReflections + limits.noveltyRounds) * answers;
  const coder = (1 + limits.runs * (limits.attemptsPerRun + 1) + limits.plotAttempts + 1) * answers;
  const versions = 2;
  const review = (limits.reviews * (1 + limits.reviewReflections) + 1) * answers;
  const writer = (1 + 4 * sections + 2 * limits.citationRounds + versions * limits.fixRounds) * answers;
  const calls = ideas * (scientist + coder + writer + versions * review);
  const searches = ideas * (limits.noveltyRounds + limits.citationRounds);
  const jobs = 1 + ideas * (limits.runs * limits.attemptsPerRun + limits.plotAttempts);
  const compiles = ideas * versions * (1 + limits.fixRounds);
  const tasks = calls + searches + jobs + compiles;
  // Each performed task has a start, a result and a reaction; the other events are the steps of an idea.
  return { calls, searches, jobs, compiles, events: 4 * tasks + ideas * (30 + versions * 40) + tasks / 10 };
})();
/** The largest paper, with all its sources and its text: each part is bounded. */
const maximumEventBytes = 1_500_000;

const registered = new Set(Object.keys(errors));

const roles = ['scientist', 'coder', 'writer', 'referee', 'reviewer'];
const rates = [0.1, 0.25, 0.5, 0.8, 1];

/**
 * Every third run corrupts all roles' answers, the others those of one role, so that every stage is reached. Most skip the
 * novelty check, for the same reason.
 */
const play = (seed: number): Promise<Played> => {
  const random = new Random(seed);
  const role = seed % 3 === 0 ? undefined : random.pick(roles);
  const rate = random.pick(rates);
  const worldRate = random.pick([0, 0, 0.2, 0.6, 1]);
  const spoilsBaseline = random.chance(0.05);
  const noveltyRounds = role === 'scientist' || random.chance(0.2) ? limits.noveltyRounds : 0;
  const experimentRate = ({ command }: { command: readonly string[] }): number =>
    command.join(' ').includes('run_0') && !spoilsBaseline ? 0 : worldRate;
  const ways: Readonly<Record<string, (one: Performer) => Performer>> = {
    experiment: (one) => spoilt(one, experimentWays, experimentRate, seed),
    search: (one) => spoilt(one, searchWays, () => worldRate, seed),
    typeset: (one) => spoilt(one, typesetWays, () => worldRate, seed),
  };
  const settings = {
    limits: { ...limits, noveltyRounds },
    improvement: random.chance(0.5),
    mode: random.chance(0.25) ? 'open-ended' : 'batch',
  };
  const concerns = (purpose: string): boolean => role === undefined || purpose.startsWith(role);
  return playRun(ideas, (run) => 0.5 + new Random(seed + run).next(), settings, {
    model: createChaosModel(playbook, { seed, rate, concerns }),
    wrap: (one) => ways[one.task.kind]?.(one) ?? one,
  });
};

const ofType = (events: readonly Event[], type: string) => events.filter((event) => event.type === type);

/** The reason for a failed idea or run begins with a code. */
const codeOf = (reason: string): string => /^[a-z]+(?:-[a-z]+)*\.[a-z_]+/.exec(reason)?.[0] ?? reason;

const judge = ({ events, fold, roster }: Played): void => {
  const finished = dataOf(events, 'run.finished');
  assert.equal(finished.length, 1);
  assert.deepEqual(dataOf(events, 'actor.failed'), []);
  assert.equal(finished[0].ideas.length, dataOf(events, 'idea.requested').length);
  for (const { scope, outcome } of finished[0].ideas) {
    assert.match(String(outcome), /^(?:reviewed|not-novel|failed)$/, scope);
    const [end] = ofType(events, 'idea.finished').filter((event) => event.scope === scope);
    const [unproposed] = dataOf(events, 'proposal.failed').filter(({ number }) => `idea-${number}` === scope);
    const reason: string = (end?.data as any)?.reason ?? `${unproposed?.code}: ${unproposed?.message}`;
    assert.ok(reason !== '', `${scope} has a reason`);
    if (outcome === 'failed') {
      assert.ok(registered.has(codeOf(reason)), `${scope}: ${reason}`);
      assert.doesNotMatch(codeOf(reason), /stuck$/, reason);
    }
    const reviewed = dataOf(
      ofType(events, 'paper.reviewed').filter((event) => event.scope === scope),
      'paper.reviewed',
    );
    assert.equal(
      outcome === 'reviewed',
      reviewed.length > 0,
      `${scope} is ${outcome}, with ${reviewed.length} verdicts`,
    );
  }
  if (finished[0].outcome === 'failed') assert.ok(registered.has(codeOf(finished[0].reason)), finished[0].reason);

  const attempts = dataOf(events, 'task.started').map(({ task }) => task);
  assert.equal(new Set(attempts).size, attempts.length, 'no task is taken up twice');
  const results = events.filter(({ type }) => type === 'task.completed' || type === 'task.failed');
  const count = (kind: string) => results.filter(({ data }) => (data as { kind: string }).kind === kind).length;
  const counts = {
    calls: count('model'),
    searches: count('search'),
    jobs: count('experiment'),
    compiles: count('typeset'),
  };
  for (const [what, number] of Object.entries(counts))
    assert.ok(
      number <= bounds[what as keyof typeof counts],
      `${number} ${what}, at most ${bounds[what as keyof typeof counts]}`,
    );
  assert.ok(events.length <= bounds.events, `${events.length} events, at most ${bounds.events}`);
  for (const event of events) {
    const sizeBytes = Buffer.byteLength(JSON.stringify(event));
    assert.ok(sizeBytes <= maximumEventBytes, `${event.id} (${event.type}) has ${sizeBytes} bytes`);
  }

  const again = new Fold(roster);
  // Events that a worker recorded after the host had ended are in the log, but not in the host's fold.
  events.slice(0, fold.sequence).forEach((event, index) => {
    again.apply(event, index + 1);
  });
  assert.equal(again.divergence, undefined);
  const [states, folded] = [fold.states(), again.states()];
  const differing = Object.keys(states).filter((actor) => canonical(states[actor]) !== canonical(folded[actor]));
  assert.deepEqual(differing, []);
  assert.deepEqual(Object.keys(folded), Object.keys(states));
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
};

/** Number of parallel runs; they also wait for the lab's timers. */
const atOnce = 4;

test(`${runs} runs in which models, experiments, searches and the compiler misbehave`, async (context) => {
  const outcomes = new Map<string, number>();
  const faults: Error[] = [];
  let seed = firstSeed;
  const playAll = async (): Promise<void> => {
    while (seed < firstSeed + runs && faults.length === 0) {
      const own = seed++;
      try {
        const played = await play(own);
        judge(played);
        for (const { outcome } of dataOf(played.events, 'run.finished')[0].ideas)
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (error) {
        const again = `CHAOS_SEED=${own} CHAOS_RUNS=1 plays it again`;
        faults.push(new Error(`seed ${own} (${again}): ${(error as Error).message}`, { cause: error }));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, playAll));
  if (faults[0] !== undefined) throw faults[0];
  context.diagnostic(`outcomes of ideas: ${JSON.stringify(Object.fromEntries(outcomes))}`);
  for (const outcome of ['reviewed', 'not-novel', 'failed']) assert.ok((outcomes.get(outcome) ?? 0) > 0, outcome);
});
