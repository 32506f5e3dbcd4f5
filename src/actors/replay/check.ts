import type { Event } from '../../events/envelope.ts';
import { actorOf, outputOf } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import { upcast } from '../../events/upcast.ts';
import type { Recorded } from '../../ports/log.ts';
import { canonical } from '../canonical.ts';
import { HashChain } from '../chain.ts';
import { Fold } from '../fold.ts';
import type { Divergence } from '../output.ts';
import type { Roster } from '../roster.ts';
import type { Finding, Report } from './finding.ts';
import { Inputs } from './inputs.ts';
import { type Moment, pathOf, type Step, takeStep } from './step.ts';

type Difference = Pick<Finding, 'kind' | 'message' | 'recorded' | 'computed'>;

/** Folds a log with the current code and compares every output, task input and event's data, and the chain. */
export const checkLog = (roster: Roster, log: readonly Recorded[]): Report => {
  const check = new Check(roster);
  let divergence: Finding | undefined;
  for (const recorded of log) {
    divergence = check.add(recorded);
    if (divergence !== undefined) break;
  }
  return check.report(divergence ?? check.unrecorded(log.at(-1)));
};

class Check {
  private readonly roster: Roster;
  private readonly fold: Fold;
  private readonly moments = new Map<string, Moment>();
  private readonly chain = new HashChain();
  private readonly links: string[] = [''];
  private readonly inputs = new Inputs();
  /** Output -> the event and state that requested it. */
  private readonly causes = new Map<string, Finding['cause']>();
  /** Output -> the first event that reveals its changed input. */
  private readonly prompts = new Map<string, Finding>();
  private chained = 0;

  constructor(roster: Roster) {
    this.roster = roster;
    this.fold = new Fold(roster);
  }

  /** Checks the next event of the log and returns its divergence. */
  add(recorded: Recorded): Finding | undefined {
    const { event } = recorded;
    const place = this.placeOf(recorded);
    const found = this.chainBreak(recorded) ?? this.refusal(event);
    if (found !== undefined) return { ...place, ...found };
    let step: Step;
    try {
      step = takeStep(this.fold, this.moments, recorded);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const message = `${error.message} [${error.code}]`;
      return { ...place, kind: 'machine', message, recorded: event.type, computed: null };
    }
    if (step.divergence !== undefined) return { ...place, ...this.classify(step.event, step.divergence) };
    const changed = this.fold.isGiven(step.event) ? undefined : this.inputs.compare(step.event, step.settled);
    const output = outputOf(event.id);
    if (changed !== undefined && !this.prompts.has(output))
      this.prompts.set(output, { ...place, kind: 'prompt', ...changed });
    this.remember(step);
    return undefined;
  }

  report(divergence: Finding | undefined): Report {
    return {
      run: this.fold.run,
      events: divergence?.sequence ?? this.fold.sequence,
      actors: this.fold.actors.size,
      chained: this.chained,
      divergence: divergence ?? null,
      prompts: [...this.prompts.values()],
    };
  }

  /** Finds an output that the current code requests beyond the end of a log that was sealed with nothing outstanding. */
  unrecorded(last: Recorded | undefined): Finding | undefined {
    const { control, outstanding, sequence } = this.fold;
    if (last === undefined || control.status !== 'finished' || control.chainedThrough < control.finishedAt) return;
    for (const output of outstanding.values()) {
      if (output.kind !== 'emit' || this.fold.isDropped(output)) continue;
      const { id, type, actor, data } = output;
      const message = 'the current code requests an output that the finished log does not have';
      const state = pathOf(this.fold.actors.get(actor));
      const cause = this.causes.get(id) ?? null;
      return { kind: 'machine', sequence, id, type, actor, state, cause, message, recorded: null, computed: data };
    }
    return undefined;
  }

  private placeOf({ event, sequence }: Recorded): Omit<Finding, keyof Difference> {
    const actor = actorOf(event.id);
    const state = pathOf(this.fold.actors.get(actor));
    const { id, type } = event;
    return { sequence, id, type, actor, state, cause: this.causes.get(outputOf(event.id)) ?? null };
  }

  private chainBreak({ event, subject, bytes }: Recorded): Difference | undefined {
    this.links.push(this.chain.add(subject, bytes));
    if (event.type !== 'log.chained') return undefined;
    const { through, sha256 } = event.data as { through: number; sha256: string };
    const computed = this.links[through] ?? '';
    if (computed === sha256) this.chained += 1;
    else {
      const message = `the recorded hash chain through event ${through} does not match the events before it`;
      return { kind: 'log', message, recorded: sha256, computed };
    }
    return undefined;
  }

  /** Finds recorded data that cannot be migrated, or that the current schema of its type rejects. */
  private refusal(event: Event): Difference | undefined {
    const definition = this.roster.definitions.get(event.type);
    try {
      const { data } = upcast(event, definition);
      const error = definition?.schema.safeParse(data).error;
      if (error === undefined) return undefined;
      const message = `the current schema of ${event.type} rejects its data: ${problemOf(error)}`;
      return { kind: 'schema', message, recorded: data, computed: null };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const message = `${error.message} [${error.code}]`;
      return { kind: 'schema', message, recorded: event.dataschema, computed: definition?.version };
    }
  }

  /** When the current schema turns the recorded data into what the current code emits, only the schema has changed. */
  private classify(event: Event, { message, expected, actual }: Divergence): Difference {
    const read = this.roster.schemas.get(event.type)?.safeParse(event.data);
    const asRead = { type: event.type, scope: event.scope, data: read?.data };
    const isSchema = read?.success === true && canonical(asRead) === canonical(expected);
    return { kind: isSchema ? 'schema' : 'machine', message, recorded: actual, computed: expected };
  }

  private remember({ sequence, event, changes, outputs }: Step): void {
    for (const output of outputs) {
      const state = pathOf(changes.find(({ id }) => id === output.actor)?.before);
      this.causes.set(output.id, { sequence, id: event.id, state });
    }
  }
}
