import { applyByType, type ByType } from '../by-type.ts';
import type { Event } from '../envelope.ts';
import { baselineScope, encloses, rootScope } from '../id.ts';
import { isKnown, type KnownEvent } from '../vocabulary/known.ts';
import { archiveOf } from './archive.ts';
import { causesOf, type Numbered, numbered } from './causes.ts';

/** Why an idea or a run failed, with the event that tells most about it. */
export type Fault = {
  /** The idea's scope, or the run's. */
  readonly scope: string;
  readonly number: number;
  readonly name: string;
  /** How it ended: an error code and message. */
  readonly reason: string;
  /** The event that tells most, such as the crash of an experiment; undefined if no event tells more than the reason. */
  readonly event: { readonly id: string; readonly sequence: number } | null;
  /** The exception that ended the code, or what else went wrong; empty if nothing is known. */
  readonly exception: string;
  /** The last lines that the code printed, oldest first. */
  readonly tail: readonly string[];
};

type Evidence = { readonly what: string; readonly tail: string };

const exceptionName = /^[\w.]+(?:Error|Exception|Interrupt|Exit)$/;

/** The last line that names an exception, as Python prints it; otherwise the last line. */
const exceptionIn = (lines: readonly string[]): string | undefined =>
  lines.findLast((line) => !line.startsWith(' ') && exceptionName.test(line.split(':', 1)[0] ?? '')) ?? lines.at(-1);

const coded = (code: string, message: string): Evidence => ({ what: `${message} [${code}]`, tail: '' });

const evidences: ByType<undefined, Evidence | undefined, KnownEvent> = {
  'experiment.failed': (_, { data }) => ({ what: `${data.reason}: ${data.explanation}`, tail: data.tail }),
  'plot.failed': (_, { data }) => ({ what: `${data.reason}: ${data.explanation}`, tail: data.tail }),
  'paper.typeset': (_, { data }) => {
    if (data.ok) return undefined;
    if (data.problem !== null) return coded(data.problem.code, data.problem.message);
    return { what: data.errors[0]?.message ?? '', tail: data.errors.map(({ message }) => message).join('\n') };
  },
  'task.failed': (_, { data: { error } }) => coded(error.code, error.message),
  'question.failed': (_, { data }) => coded(data.code, data.message),
  'answer.rejected': (_, { data }) => ({ what: `${data.purpose}: ${data.complaint}`, tail: '' }),
  'actor.failed': (_, { data }) => coded(data.code, data.message),
};

const evidenceIn = ({ event }: Numbered): Evidence | undefined =>
  isKnown(event) ? applyByType(evidences, undefined, event) : undefined;

/** The event at which a role gave an idea up, or after which no idea could be measured or proposed. */
const endOf = (log: readonly Numbered[], scope: string, number: number): Numbered | undefined =>
  log.findLast(({ event }) => {
    if (!isKnown(event)) return false;
    if (scope === rootScope)
      return (
        (event.type === 'experiment.failed' && event.scope === baselineScope) ||
        (event.type === 'actor.failed' && [rootScope, baselineScope].includes(event.scope)) ||
        event.type === 'proposal.failed'
      );
    if (event.type === 'proposal.failed') return event.data.number === number;
    return encloses(scope, event.scope) && (event.type === 'idea.failed' || event.type === 'actor.failed');
  });

/** Ends of which a crash tells more than what was asked and answered after it. */
const crashed = /^(?:baseline\.failed|coder\.no_completed_run|coder\.no_figures|writer\.not_compiled):/;

const maximumLines = 12;

const faultOf = (log: readonly Numbered[], ended: Pick<Fault, 'scope' | 'number' | 'name' | 'reason'>): Fault => {
  const end = endOf(log, ended.scope, ended.number);
  const chain = end === undefined ? [] : causesOf(log, end.event.id);
  const known = chain.filter((one) => evidenceIn(one) !== undefined);
  const crash = crashed.test(ended.reason) ? known.find((one) => evidenceIn(one)?.tail !== '') : undefined;
  const telling = crash ?? known[0];
  const evidence = telling && evidenceIn(telling);
  const shown = telling ?? end;
  const lines = (evidence?.tail ?? '').split('\n').filter((line) => line.trim() !== '');
  return {
    ...ended,
    event: shown === undefined ? null : { id: shown.event.id, sequence: shown.sequence },
    exception: exceptionIn(lines)?.trim() ?? evidence?.what ?? '',
    tail: lines.slice(-maximumLines),
  };
};

/** Every failed idea of a run, and the run if it failed itself, in the order of ideas. */
export const faultsOf = (events: readonly Event[]): readonly Fault[] => {
  const log = numbered(events);
  const { ideas, run: name } = archiveOf(events);
  const ends = ideas
    .filter(({ origin, outcome }) => origin === 'run' && outcome === 'failed')
    .map((idea) => faultOf(log, { scope: idea.scope, number: idea.number, name: idea.name, reason: idea.reason }));
  const last = events.findLast(({ type }) => type === 'run.finished');
  if (last === undefined || !isKnown(last) || last.type !== 'run.finished' || last.data.outcome !== 'failed')
    return ends;
  return [faultOf(log, { scope: rootScope, number: 0, name, reason: last.data.reason }), ...ends];
};
