import { admitted, isQuiescent } from '../../src/actors/admission.ts';
import { Fold } from '../../src/actors/fold.ts';
import type { Emitted, Requested } from '../../src/actors/output.ts';
import type { Roster } from '../../src/actors/roster.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { resultId } from '../../src/events/id.ts';
import type { Outcome } from '../../src/events/outcome.ts';
import { asRecorded } from './results.ts';

export type Perform = (kind: string, input: any, task: Requested) => Outcome<unknown>;

export type Simulation = { readonly fold: Fold; readonly events: readonly Event[]; readonly end: 'finished' | 'stuck' };

const time = (sequence: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, sequence)).toISOString();

/**
 * Runs the ring without a broker: records or performs outstanding outputs one by one until the run is over. `choose`
 * picks the next one (0 <= index < count); by default the oldest.
 */
export class Simulator {
  readonly fold: Fold;
  readonly events: Event[] = [];
  private readonly perform: Perform;
  private readonly choose: (count: number) => number;

  constructor(roster: Roster, perform: Perform, choose: (count: number) => number = () => 0) {
    this.fold = new Fold(roster);
    this.perform = perform;
    this.choose = choose;
  }

  append(event: Omit<Parameters<typeof seal>[0], 'version' | 'run' | 'causationid'> & { causationid?: string }): Event {
    const sealed = seal(
      {
        version: event.type === 'run.started' ? 2 : 1,
        run: 'test',
        causationid: event.causationid ?? event.id,
        ...event,
      },
      time(this.events.length + 1),
    );
    // Events are recorded as JSON, so values that JSON drops must be dropped here too.
    const recorded = JSON.parse(JSON.stringify(sealed)) as Event;
    this.events.push(recorded);
    this.fold.apply(recorded, this.events.length);
    return recorded;
  }

  start(started: unknown): this {
    this.append({ id: 'run.started', type: 'run.started', scope: 'run', role: 'host', data: started });
    return this;
  }

  /** Records or performs one outstanding output; false if there is none. */
  advance(): boolean {
    const emits = new Map<string, Emitted>();
    for (const output of this.fold.outstanding.values()) {
      if (output.kind === 'emit' && !this.fold.isDropped(output) && !emits.has(output.actor))
        emits.set(output.actor, output);
    }
    const ready = [...emits.values(), ...admitted(this.fold)];
    const next = ready[this.choose(ready.length)] ?? ready[0];
    if (next === undefined) return false;
    if (next.kind === 'emit') this.append(next);
    else this.record(next, this.perform(next.task, JSON.parse(JSON.stringify(next.input())), next));
    return true;
  }

  /** Throws after `maximum` events, because a run must end. */
  run(maximum = 20_000): Simulation {
    while (this.events.length < maximum) {
      if (this.advance()) continue;
      if (this.fold.control.status !== 'running') return this.result('finished');
      if (!isQuiescent(this.fold) || this.fold.control.quiesced) return this.result('stuck');
      const id = `quiesced.${this.fold.control.quiescedCount + 1}`;
      const data = { after: this.fold.sequence, states: {} };
      this.append({ id, type: 'run.quiesced', scope: 'run', role: 'host', data });
    }
    throw new Error(`the run did not end within ${maximum} events`);
  }

  record(task: Requested, given: Outcome<unknown>): void {
    const outcome = asRecorded(task.task, given);
    const fields = { task: task.id, kind: task.task, key: task.key, attempt: 1, durationMs: 1, inputSha256: 'x' };
    this.append({
      id: resultId(task.id),
      type: outcome.ok ? 'task.completed' : 'task.failed',
      scope: task.scope,
      role: task.role,
      causationid: task.causationid,
      data: outcome.ok ? { ...fields, value: outcome.value } : { ...fields, error: outcome.error },
    });
  }

  private result(end: Simulation['end']): Simulation {
    return { fold: this.fold, events: this.events, end };
  }
}

/** The data of all events of a type. */
export const dataOf = (events: readonly Event[], type: string): any[] =>
  events.filter((event) => event.type === type).map((event) => event.data);
