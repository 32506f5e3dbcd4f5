import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getStateNodes } from 'xstate/graph';
import type { Requested } from '../../src/actors/output.ts';
import { dataOf, Simulator } from '../support/simulate.ts';
import { rosterWith } from '../support/studio.ts';
import { coderWorld } from '../walks/coder.ts';
import { deskWorld } from '../walks/desk.ts';
import { directorWorld } from '../walks/director.ts';
import { examinerWorld } from '../walks/examiner.ts';
import { experimenterWorld } from '../walks/experimenter.ts';
import { graphOf, longestWalk, type Path } from '../walks/graph.ts';
import { importerWorld } from '../walks/importer.ts';
import { refereeWorld } from '../walks/referee.ts';
import { reviewerWorld } from '../walks/reviewer.ts';
import { scientistWorld } from '../walks/scientist.ts';
import { Walker, type World } from '../walks/walker.ts';
import { writerWorld } from '../walks/writer.ts';

type Proof = {
  readonly world: World;
  /** Every possible outcome of a request to the role. */
  readonly ends: readonly string[];
  /** State nodes that no walk of this world enters, with reasons. */
  readonly unentered?: Readonly<Record<string, string>>;
};

const unapproved = {
  'director.approval': 'ideas need no approval there; tests/events/people.test.ts tells of those that do',
};

const proofs: Readonly<Record<string, Proof>> = {
  'the Director, batch by batch': { world: directorWorld('batch'), ends: ['run.finished'], unentered: unapproved },
  'the Director, idea after idea': {
    world: directorWorld('open-ended'),
    ends: ['run.finished'],
    unentered: unapproved,
  },
  'the desk': { world: deskWorld, ends: ['run.finished'] },
  'the importer': { world: importerWorld, ends: ['run.finished'] },
  'the Scientist': {
    world: scientistWorld,
    ends: ['idea.finished', 'idea.judged', 'model.unavailable', 'answer.unusable'],
  },
  'the Coder': {
    world: coderWorld,
    ends: ['coding.finished', 'coder.no_completed_run', 'coder.no_figures', 'model.unavailable', 'answer.unusable'],
  },
  'the Experimenter': {
    world: experimenterWorld,
    ends: ['experiment.completed', 'experiment.failed', 'plot.completed', 'plot.failed'],
  },
  'the examiner': { world: examinerWorld, ends: ['template.examined', 'template.refused'] },
  'the Writer': { world: writerWorld, ends: ['paper.finished', 'writer.section_unwritten', 'writer.not_compiled'] },
  'the Reviewer': { world: reviewerWorld, ends: ['paper.reviewed', 'reviewer.no_review'] },
  'a referee': { world: refereeWorld, ends: ['review.submitted'] },
};

/** Repeats a generated path on the real fold, with the events that it represents. */
const play = ({ role, scope, started }: World, path: Path): Simulator => {
  const simulator = new Simulator(rosterWith(role), () => assert.fail('no task')).start(started);
  for (const [index, move] of path.moves.entries()) {
    const outputs = [...simulator.fold.outstanding.values()];
    if (move.kind === 'hear') {
      const { type, data, scope: wider = scope } = move.heard;
      simulator.append({ id: `given.${index}`, type, scope: wider, role: 'given', data });
    } else if (move.kind === 'record') {
      const emission = outputs.find((output) => output.kind === 'emit');
      assert.ok(emission, move.type);
      simulator.append(emission);
    } else {
      const task = outputs.findLast((output) => output.kind === 'perform' && output.key === move.key);
      assert.ok(task, move.type);
      simulator.record(task as Requested, move.outcome);
    }
  }
  return simulator;
};

/** One path for each state and each outcome. */
const distinct = (paths: readonly Path[]): readonly Path[] => [
  ...new Map(
    paths
      .filter(({ end: { owed, end } }) => owed.length === 0 && end !== '')
      .map((path) => [JSON.stringify([path.end.snapshot.value, path.end.end, path.moves.length]), path]),
  ).values(),
];

for (const [name, { world, ends, unentered = {} }] of Object.entries(proofs)) {
  test(`${name}: every state is entered, no walk is without end, every limit ends in a recorded outcome`, (t) => {
    const walker = new Walker(world);
    const graph = graphOf(walker);
    const missing = getStateNodes(world.role.machine).filter(({ id }) => !walker.entered.has(id));
    assert.deepEqual(missing.map(({ id }) => id).sort(), Object.keys(unentered).sort());
    const longest = longestWalk(graph);
    assert.deepEqual([...walker.ends].sort(), [...ends].sort());

    const paths = distinct(graph.paths);
    for (const path of paths) {
      const { fold, events } = play(world, path);
      assert.deepEqual(fold.actors.get(`${world.scope}.${world.role.name}`)?.snapshot.value, path.end.snapshot.value);
      assert.deepEqual(
        dataOf(events, 'actor.failed').filter(({ actor }) => actor !== 'x' && !actor.endsWith('.referee')),
        [],
      );
      assert.equal(fold.divergence, undefined);
    }
    t.diagnostic(`${graph.vertices.size} states, walks of up to ${longest} moves, ${paths.length} played on the fold`);
  });
}
