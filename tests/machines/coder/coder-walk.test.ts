import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../../src/actors/fold.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { crashed, develop, drewWell, ranWell, report, roster, usual } from '../../support/coder-world.ts';
import { dataOf } from '../../support/simulate.ts';

const garbage: readonly unknown[] = [
  null,
  'nonsense',
  {},
  report({ outputs: null }),
  report({ reason: 'exploded' }),
  report({ tail: 7 }),
  report({ outputs: { 'run_1/final_info.json': { text: '{"toy": {"means": {"loss": NaN}}}' } } }),
  report({ outputs: { 'run_2/final_info.json': { blob: 'b', sizeBytes: 1e7 } } }),
];
const badAnswers = [
  '',
  'I am sorry.',
  '{"runs": 3}',
  'ALL RUNS COMPLETED',
  '```json\n[]\n```',
  '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE',
];
const reasons = ['timed_out', 'out_of_memory', 'over_disk_quota', 'too_many_processes', 'file_too_large', 'cancelled'];

test('whatever models and sandbox do, an idea comes to a recorded end', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 0, max: 10 }),
      fc.record({ runs: fc.nat(3), attemptsPerRun: fc.nat(3), plotAttempts: fc.nat(3), answers: fc.nat(3) }),
      (stream, luck, limits) => {
        const draw = (count: number): number => (stream.next().value as number) % count;
        const isGood = () => draw(11) < luck;
        const bad = (): Outcome<unknown> => {
          const kind = draw(4);
          if (kind === 0) return failure('sandbox.unavailable', 'no sandbox');
          if (kind === 1) return crashed;
          if (kind === 2) return success(report({ reason: reasons[draw(reasons.length)], explanation: 'a limit' }));
          return success(garbage[draw(garbage.length)]);
        };
        const answers = Object.fromEntries(
          Object.entries(usual).map(([step, good]) => [
            step,
            (input: any, count: number) =>
              isGood() ? good(input, count) : draw(3) === 0 ? undefined : badAnswers[draw(badAnswers.length)],
          ]),
        );
        const { events, fold } = develop({
          limits,
          answers,
          experiment: (run) => (isGood() ? ranWell(run) : bad()),
          plot: () => (isGood() ? drewWell : bad()),
          choose: draw,
        });
        const [finished, failed] = [dataOf(events, 'coding.finished'), dataOf(events, 'idea.failed')];
        assert.equal(finished.length + failed.length, 1);
        assert.deepEqual(dataOf(events, 'actor.failed'), []);
        assert.equal(fold.outstanding.size, 0);
        assert.equal(fold.divergence, undefined);
        const completed = dataOf(events, 'experiment.completed').map(({ run }) => run);
        assert.equal(new Set(completed).size, completed.length);
        for (const { attempt } of dataOf(events, 'experiment.requested'))
          assert.ok(attempt <= Math.max(1, limits.attemptsPerRun));
        for (const { attempt } of dataOf(events, 'plot.requested'))
          assert.ok(attempt <= Math.max(1, limits.plotAttempts));
        if (finished[0] !== undefined) {
          assert.deepEqual(
            finished[0].runs.map(({ run }: any) => run),
            [0, ...completed],
          );
          assert.ok(completed.length > 0 && finished[0].figures.length > 0);
        }
        const replayed = new Fold(roster());
        events.forEach((event, index) => {
          replayed.apply(event, index + 1);
        });
        assert.equal(JSON.stringify(replayed.states()), JSON.stringify(fold.states()));
        const end = failed[0]?.code ?? 'finished';
        ends.set(end, (ends.get(end) ?? 0) + 1);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
  for (const end of ['finished', 'coder.no_completed_run', 'coder.no_figures', 'model.unavailable', 'answer.unusable'])
    assert.ok(ends.has(end), `no walk ended in ${end}: ${JSON.stringify([...ends])}`);
});
