import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadContent } from '../../../src/adapters/models/playbook/content.ts';
import { fillHoles } from '../../../src/adapters/models/playbook/holes.ts';
import { createPlaybook } from '../../../src/adapters/models/playbook/playbook.ts';
import { readQuestion } from '../../../src/adapters/models/playbook/question.ts';
import { propose } from '../../../src/adapters/models/playbook/scientist.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { CodedError, success } from '../../../src/events/outcome.ts';
import { sectionNames } from '../../../src/events/vocabulary/paper.ts';
import { play } from '../../support/play.ts';
import type { Effect } from '../../support/playbook-experiments.ts';
import { type Played, playbookFolder, playRun, scriptedIdeas } from '../../support/playbook-lab.ts';
import { dataOf } from '../../support/simulate.ts';
import { goodAnswer } from '../../support/stand-ins.ts';
import { givenIdeas, recordedBaseline } from '../../support/studio.ts';

const scripts = await scriptedIdeas();

const better: Effect = (run) => (run === 1 ? 0.6 : 0.8);
const worse: Effect = (run) => (run === 1 ? 1.9 : 1.4);
const same: Effect = () => 1.001;

/** Idea -> the type of its last event, and its score. */
const fates = (events: readonly Event[]): Record<string, string> => {
  const names = new Map(dataOf(events, 'idea.proposed').map(({ number, idea }) => [number, idea.name]));
  return Object.fromEntries(
    (dataOf(events, 'run.finished')[0]?.ideas ?? []).map((idea: any) => [names.get(idea.number), idea.outcome]),
  );
};

const faultsIn = ({ events }: Played): readonly string[] =>
  events
    .filter(({ type }) =>
      ['answer.rejected', 'question.failed', 'actor.failed', 'task.failed', 'idea.failed'].includes(type),
    )
    .map(({ type, scope, data }) => `${scope} ${type} ${JSON.stringify(data)}`);

const complaintsIn = ({ events }: Played): readonly string[] =>
  events
    .filter(({ type }) => type === 'paper.checked')
    .flatMap(({ scope, data }) => (data as { complaints: string[] }).complaints.map((text) => `${scope}: ${text}`));

const sectionsOf = ({ events }: Played, scope: string): string => {
  const texts: Record<string, string> = {};
  for (const { type, data } of events.filter((event) => event.scope === scope)) {
    const { section, text, sections } = data as any;
    if (type === 'section.drafted') texts[section] = text;
    if (type === 'citation.added' || type === 'paper.fixed') Object.assign(texts, sections);
  }
  return sectionNames.map((name) => `${name}\n${texts[name]}`).join('\n\n');
};

const outcomes = { better, worse, same };
const playAll = async (template: string, ideas: number): Promise<Record<string, Played>> => {
  const runs: Record<string, Played> = {};
  for (const [name, effect] of Object.entries(outcomes))
    runs[name] = await playRun(ideas, effect, { improvement: name === 'better' }, { template });
  return runs;
};

const played = await playAll('grokking', scripts.length);

const suite = (template: string, scripts: readonly { known: boolean }[], played: Record<string, Played>) => {
  const novel = scripts.filter(({ known }) => !known);

  for (const [name, run] of Object.entries(played)) {
    test(`${template}, with ${name} results: every idea that is new becomes a reviewed paper, and no answer is refused`, () => {
      assert.deepEqual(faultsIn(run), []);
      const reviewed = new Set(run.events.filter(({ type }) => type === 'paper.reviewed').map(({ scope }) => scope));
      assert.equal(reviewed.size, novel.length, JSON.stringify(fates(run.events)));
      const judged = dataOf(run.events, 'idea.judged');
      assert.deepEqual(
        judged.filter((judgement) => !judgement.novel).length,
        scripts.length - novel.length,
        'a known paper settles the others',
      );
    });

    test(`${template}, with ${name} results: the checks of the papers find nothing to complain of`, () => {
      assert.deepEqual(complaintsIn(run), []);
    });

    test(`${template}, with ${name} results: no hole is left in any text, and each paper cites`, () => {
      const scopes = new Set(run.events.filter(({ type }) => type === 'paper.compiled').map(({ scope }) => scope));
      assert.equal(scopes.size, novel.length);
      for (const scope of scopes) {
        const text = sectionsOf(run, scope);
        assert.doesNotMatch(text, /\{\{\s*[a-z]+ |undefined|NaN/, scope);
        assert.ok((text.match(/\\cite[tp]?\{/g) ?? []).length >= 4, `${scope} cites`);
      }
    });
  }

  test(`${template}: the words of a paper follow from the outcome that was measured`, () => {
    for (const scope of new Set(
      played.better!.events.filter(({ type }) => type === 'paper.compiled').map((one) => one.scope),
    )) {
      const texts = ['better', 'worse', 'same'].map((name) => sectionsOf(played[name]!, scope).replace(/[\d.]+/g, '0'));
      assert.equal(new Set(texts).size, 3, `${scope} says the same of three outcomes`);
      assert.match(texts[1] ?? '', /\bworse\b|\blater\b|\bslower\b/);
      assert.match(texts[2] ?? '', /no measurable difference|within|cannot be told/);
    }
  });

  test(`${template}: every step that the roles ask for is answered`, () => {
    const asked = new Set(Object.values(played).flatMap((run) => [...run.asked]));
    const wanted = [
      ...['scientist.propose', 'scientist.reflect', 'scientist.novelty'],
      ...['coder.plan', 'coder.edit', 'coder.note', 'coder.plot', 'coder.describe'],
      ...['writer.title', 'writer.draft', 'writer.refine', 'writer.cite', 'writer.choose', 'writer.revise'],
      ...['referee.review', 'referee.reflect', 'reviewer.meta'],
    ];
    assert.deepEqual(
      wanted.filter((purpose) => !asked.has(purpose)),
      [],
    );
  });

  test(`${template}: one of the ideas crashes at first, is repaired, and then completes`, () => {
    const { events } = played.better!;
    const crashed = events.filter(
      ({ type, data }) => type === 'experiment.failed' && (data as any).reason === 'crashed',
    );
    assert.ok(crashed.length >= 1);
    for (const { scope, data } of crashed) {
      const { run } = data as { run: number };
      const done = events.filter((one) => one.scope === scope && one.type === 'experiment.completed');
      assert.ok(
        done.some((one) => (one.data as any).run === run),
        `${scope} run ${run} completes at last`,
      );
    }
  });
};

suite('grokking', scripts, played);
const points = await scriptedIdeas('2d_diffusion');
suite('2d_diffusion', points, await playAll('2d_diffusion', points.length));
const texts = await scriptedIdeas('nanogpt');
suite('nanogpt', texts, await playAll('nanogpt', texts.length));

test('no step waits until the host looks again by itself, which it does every 3 s', () => {
  for (const { events } of Object.values(played)) {
    const times = events.map(({ time }) => Date.parse(time));
    const late = times.filter((time, index) => time - (times[index - 1] ?? time) > 2500);
    assert.ok(late.length < 3, `${late.length} of ${times.length} events came late`);
  }
});

/** A paper's sentence about the log's hash chain, which covers the times of events. */
const chain = /The SHA-256 chain over[^.]*\./g;

test('the same run is played the same again', async () => {
  const again = await playRun(scripts.length, same);
  // The hash chain in a paper's appendix covers times, so the whole texts differ.
  const words = ({ events }: Played) =>
    events
      .filter(({ type }) => !/^(?:task|log|run)\./.test(type))
      .map(({ id, type, data }) => `${id} ${type} ${JSON.stringify(data).replace(chain, '')}`)
      .sort();
  assert.deepEqual(words(again), words(played.same!));
});

test('beyond its ideas the playbook varies them, under new names', async () => {
  const { events } = await playRun(scripts.length + 2, better, { limits: { ...quickLimits } });
  const names = dataOf(events, 'idea.proposed').map(({ idea }) => idea.name);
  assert.equal(new Set(names).size, scripts.length + 2);
});

const quickLimits = {
  ideaReflections: 1,
  noveltyRounds: 3,
  runs: 1,
  citationRounds: 1,
  reviews: 1,
  reviewReflections: 0,
};

const filling = {
  measured: {
    run_0: { easy: { means: { loss: 0.5, steps: 200 }, stderrs: { loss: 0.01, steps: 5 } } },
    run_1: { easy: { means: { loss: 0.4, steps: 300 }, stderrs: { loss: 0.01, steps: 5 } } },
    run_2: { easy: { means: { loss: 0.505, steps: 201 }, stderrs: { loss: 0.01, steps: 5 } } },
  },
  better: { loss: 'lower', steps: 'lower' } as const,
  metrics: { loss: { better: 'lower', heading: 'Loss' }, steps: { better: 'lower', heading: 'Steps' } } as const,
  datasets: { easy: 'Easy' },
  labels: { run_0: 'Baseline' },
  numbers: { modulus: '23' },
};

test('a comparison chooses its text by the measurements and their errors', () => {
  const text = (path: string): string => fillHoles(`{{compare ${path} run_0 | better | worse | neither}}`, filling);
  assert.equal(text('run_1/easy/loss'), 'better');
  assert.equal(text('run_1/easy/steps'), 'worse');
  assert.equal(text('run_2/easy/loss'), 'neither');
});

test('values carry their standard errors', () => {
  assert.match(fillHoles('{{value run_1/easy/loss}}', filling), /^\$?0\.40* ?\$?\\pm\$? ?0\.010\$?$/);
});

for (const hole of [
  '{{value run_9/easy/loss}}',
  '{{value run_1/easy/taste}}',
  '{{taste run_1/easy/loss}}',
  '{{compare run_2/easy/loss run_0 | only | two}}',
  '{{number width}}',
  '{{value run_1/easy/loss',
]) {
  test(`a hole that cannot be filled is an error: ${hole}`, () => {
    assert.throws(
      () => fillHoles(`Text ${hole}`, filling),
      (error) => error instanceof CodedError && error.code === 'playbook.hole',
    );
  });
}

test('after 60 runs in one folder the playbook still has an idea that is not taken', async () => {
  const content = await loadContent(playbookFolder);
  const proposed = ({ input }: { readonly input: any }) => success({ text: propose(content, readQuestion(input)) });
  const earlier = Array.from({ length: 300 }, (_, index) => {
    const [name, variation] = [scripts[index % scripts.length]?.name ?? '', Math.floor(index / scripts.length)];
    const taken = variation === 0 ? name : `${name}_${variation + 1}`;
    return { name: taken, title: `On ${taken}`, experiment: 'As before.', origin: 'r', score: 5, outcome: 'reviewed' };
  });
  const { events } = play({
    wishes: { ideas: 10 },
    more: { ...recordedBaseline, earlier: givenIdeas(earlier) },
    answer: (one) => (one.purpose === 'scientist.propose' ? proposed(one) : goodAnswer(one)),
  });
  assert.deepEqual(dataOf(events, 'answer.rejected'), []);
  assert.equal(new Set(dataOf(events, 'idea.proposed').map(({ idea }) => idea.name)).size, 10);
});

const ask = (content: string) =>
  createPlaybook({ folder: playbookFolder }).answer(
    { purpose: 'x.y', system: '', messages: [{ role: 'user', content }], temperature: 0, maxTokens: 100 },
    { signal: new AbortController().signal, onDelta: () => {}, readBlob: async () => new Uint8Array() },
  );

test('what is not scripted is answered by a coded failure', async () => {
  for (const content of [
    'no step',
    '<step>poet.rhyme</step>',
    '<step>coder.plan</step><data name="idea">\n{"name": "tea"}\n</data>',
  ]) {
    const outcome = await ask(content);
    assert.equal(!outcome.ok && outcome.error.code, 'playbook.unscripted', content);
  }
});
