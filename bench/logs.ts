import type { Depth } from '../src/actors/fold.ts';
import { builtInRoles, loadRoles } from '../src/actors/roles/load.ts';
import { createRoster, type Roster } from '../src/actors/roster.ts';
import { type Event, seal } from '../src/events/envelope.ts';
import { success } from '../src/events/outcome.ts';
import { playRun } from '../tests/support/playbook-lab.ts';
import { Simulator } from '../tests/support/simulate.ts';
import { toyRoles } from '../tests/support/toy-roles.ts';

/** A log of a given number of events to replay: one run, or whole runs one after another. */
export type Kind = {
  readonly name: string;
  readonly roster: Roster;
  readonly events: (count: number) => Iterable<Event>;
  readonly depth: Depth;
  /** Whether each task's input is rendered and hashed at its result, and compared with the recorded hash. */
  readonly checksInputs: boolean;
};

const time = '2026-01-01T00:00:00.000Z';

/** Events that no machine handles. */
function* unhandled(count: number): Generator<Event> {
  const draft = { version: 1, run: 'bench', scope: 'run', causationid: 'run.started' };
  yield seal({ ...draft, id: 'run.started', type: 'run.started', role: 'host', data: { counts: 0, to: 0 } }, time);
  const data = { text: 'x'.repeat(700) };
  for (let number = 1; number < count; number += 1)
    yield seal({ ...draft, id: `human.${number}`, type: 'note.taken', role: 'human', data }, time);
}

/** One actor that repeatedly requests a task and records its result. */
function* handled(count: number, roster: Roster): Generator<Event> {
  const simulator = new Simulator(roster, (_, input) => success(input.step + 1)).start({ counts: 1, to: count });
  for (let sent = 0; sent < count; sent += 1) {
    if (sent >= simulator.events.length) simulator.advance();
    yield simulator.events[sent] as Event;
  }
}

function* again(events: readonly Event[], count: number): Generator<Event> {
  for (let sent = 0; sent < count; sent += 1) yield events[sent % events.length] as Event;
}

/** The kinds of logs; a real run is one with all built-in roles on the playbook. */
export const kinds = async (): Promise<readonly Kind[]> => {
  const toys = createRoster(toyRoles, {}, ['toy']);
  const { roles } = await loadRoles(builtInRoles, 'bench');
  const builtIn = createRoster(roles, {}, ['model', 'search', 'experiment', 'typeset']);
  const { events } = await playRun(5, (run) => 1 - run / 20);
  const toy = (count: number) => handled(count, toys);
  const mix = (count: number) => again(events, count);
  return [
    { name: 'no machine handles', roster: toys, events: unhandled, depth: 'states', checksInputs: false },
    { name: 'a machine handles', roster: toys, events: toy, depth: 'states', checksInputs: false },
    { name: 'are a real run', roster: builtIn, events: mix, depth: 'states', checksInputs: false },
    { name: 'are a real run, outputs compared', roster: builtIn, events: mix, depth: 'outputs', checksInputs: false },
    { name: 'are a real run, inputs hashed too', roster: builtIn, events: mix, depth: 'outputs', checksInputs: true },
  ];
};
