import { CodedError } from '../../events/outcome.ts';
import type { Recorded } from '../../ports/log.ts';
import { Fold } from '../fold.ts';
import type { Roster } from '../roster.ts';
import { type Moment, momentsOf, type Step, takeStep } from './step.ts';

const smallestSegment = 64;
const maximumSegments = 128;
/** Two, so that stepping back and forth across the border of two segments folds neither again. */
const segmentsKept = 2;

type Segment = { readonly opening: ReadonlyMap<string, Moment>; readonly steps: readonly Step[] };

/**
 * Steps through a log in both directions. It keeps the folds at the borders of at most 128 segments and the steps of
 * two segments, so that once the log has been folded, reaching any event costs at most folding one segment.
 */
export class Timeline {
  readonly roster: Roster;
  readonly log: readonly Recorded[];
  /** Events per segment. */
  readonly segmentLength: number;
  /** The number of events applied so far, including repeated segments. */
  applied = 0;
  /** The event that could not be folded, if any: later events cannot be reached. */
  private unreadable: { readonly from: number; readonly error: unknown } | undefined;
  /** The fold before each reached segment. */
  private readonly borders: Fold[];
  private positions: ReadonlyMap<string, number> | undefined;
  private readonly segments = new Map<number, Segment>();

  constructor(roster: Roster, log: readonly Recorded[]) {
    this.roster = roster;
    this.log = log;
    this.segmentLength = Math.max(smallestSegment, Math.ceil(log.length / maximumSegments));
    this.borders = [new Fold(roster)];
  }

  get length(): number {
    return this.log.length;
  }

  /** Returns the effect of an event by its sequence, from 1. Throws CodedError('event.unknown') outside the log, and the fold's errors. */
  at(sequence: number): Step {
    const { steps } = this.segment(sequence);
    return steps[(sequence - 1) % this.segmentLength] as Step;
  }

  /** Returns every actor's state after an event, by id. */
  actorsAt(sequence: number): ReadonlyMap<string, Moment> {
    const { opening, steps } = this.segment(sequence);
    const moments = new Map(opening);
    for (const { changes } of steps.slice(0, ((sequence - 1) % this.segmentLength) + 1))
      for (const { id, after } of changes) moments.set(id, after);
    return moments;
  }

  /** Returns the fold through an event. */
  foldAt(sequence: number): Fold {
    this.segment(sequence);
    const fold = (this.borders[this.indexOf(sequence)] as Fold).copy();
    for (const { event, sequence: position } of this.log.slice(fold.sequence, sequence)) fold.apply(event, position);
    return fold;
  }

  /** Returns the sequence of an event; undefined when the log has none with that id. */
  sequenceOf(id: string): number | undefined {
    this.positions ??= new Map(this.log.map(({ event, sequence }) => [event.id, sequence]));
    return this.positions.get(id);
  }

  private indexOf(sequence: number): number {
    return Math.floor((sequence - 1) / this.segmentLength);
  }

  private segment(sequence: number): Segment {
    if (sequence < 1 || sequence > this.length)
      throw new CodedError('event.unknown', `no event ${sequence}: give a number from 1 to ${this.length}`);
    const index = this.indexOf(sequence);
    while (this.borders[index] === undefined && this.unreadable === undefined) this.fold(this.borders.length - 1);
    const segment = this.borders[index] && (this.segments.get(index) ?? this.fold(index));
    if (segment === undefined || sequence >= (this.unreadable?.from ?? Number.POSITIVE_INFINITY))
      throw this.unreadable?.error;
    return segment;
  }

  /** Folds one segment from its border, and stores its steps and the next border. */
  private fold(index: number): Segment {
    const fold = (this.borders[index] as Fold).copy();
    const opening = momentsOf(fold);
    const moments = new Map(opening);
    const steps: Step[] = [];
    const start = index * this.segmentLength;
    try {
      for (const recorded of this.log.slice(start, start + this.segmentLength)) {
        this.applied += 1;
        steps.push(takeStep(fold, moments, recorded));
      }
      this.borders[index + 1] = fold;
    } catch (error) {
      this.unreadable = { from: start + steps.length + 1, error };
    }
    const segment = { opening, steps };
    this.segments.set(index, segment);
    const oldest = this.segments.keys().next().value as number;
    if (this.segments.size > segmentsKept) this.segments.delete(oldest);
    return segment;
  }
}
