import { type Event, schemaName, seal, versionOf } from '../../events/envelope.ts';
import { envelopeSchema } from '../../events/envelope-schema.ts';
import { checkId } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import { SharedTexts } from '../../events/shared-texts.ts';
import { millisecondsOf } from '../../events/time.ts';
import type { Recorded, Stored } from '../../ports/log.ts';
import { sha256 } from '../canonical.ts';
import { type Check, Findings, placeOf } from './check.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Attributes that `seal` derives from the others. */
const derived = ['source', 'subject', 'dataschema', 'correlationid'] as const;

/** Early logs use the scope as an event's `subject`. */
const isEarly = (name: (typeof derived)[number], event: Event): boolean =>
  name === 'correlationid' && event.correlationid === event.scope;

/** The number of a fork's first events that still name the original run. */
const sharedIn = (first: Event | undefined): number => {
  const data = first?.data as { forkedFrom?: { through?: unknown } | null } | null | undefined;
  return Number(data?.forkedFrom?.through ?? 0);
};

const problemWith = (event: Event, run: string, isShared: boolean): string | undefined => {
  if (event.run !== run && !isShared) return `it names run ${event.run}`;
  if (event.dataschema !== schemaName(event.type, versionOf(event)))
    return `dataschema ${event.dataschema} belongs to another type`;
  const sealed = seal({ ...event, version: versionOf(event) }, event.time);
  const differing = derived.find((name) => sealed[name] !== event[name] && !isEarly(name, event));
  if (differing !== undefined) return `${differing} is "${event[differing]}", not "${sealed[differing]}"`;
  return millisecondsOf(event.time) > 0 ? undefined : `time "${event.time}" is not an RFC 3339 time in UTC`;
};

/** Parses each event's bytes; an event with an invalid envelope is excluded from the other checks. */
export const checkEnvelopes = (
  run: string,
  log: readonly Stored[],
): { readonly check: Check; readonly readable: readonly Recorded[] } => {
  const findings = new Findings('envelopes');
  const readable: Recorded[] = [];
  const texts = new SharedTexts(sha256);
  for (const stored of log) {
    const place = `event ${stored.sequence}, ${stored.subject}`;
    try {
      const parsed = envelopeSchema.safeParse(parseJson(decoder.decode(stored.bytes)));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        findings.fail(place, `its envelope is invalid: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
        continue;
      }
      const event = parsed.data as Event;
      if (!texts.has(event)) {
        findings.fail(place, 'it refers to a text that no earlier event has');
        continue;
      }
      readable.push({ ...stored, event: texts.whole(event) });
      const isShared = stored.sequence <= sharedIn(readable[0]?.event);
      const problem = problemWith(event, run, isShared);
      if (problem !== undefined) findings.fail(place, problem);
    } catch (error) {
      findings.fail(place, `its bytes are not JSON: ${(error as Error).message}`);
    }
  }
  return { check: findings.check(`${log.length} events are JSON in a CloudEvents envelope`), readable };
};

export const checkSequence = (log: readonly Stored[], interruption: Error | undefined): Check => {
  const findings = new Findings('sequence');
  for (const [index, { sequence }] of log.entries())
    if (sequence !== index + 1) findings.fail(`event ${sequence}`, `it stands in the place of event ${index + 1}`);
  if (log.length === 0) findings.fail('the log', 'it is empty: nothing was ever recorded');
  if (interruption !== undefined) findings.fail(`after event ${log.length}`, interruption.message);
  return findings.check(`events 1 to ${log.length} follow each other without a gap`);
};

export const checkIds = (run: string, readable: readonly Recorded[]): Check => {
  const findings = new Findings('ids');
  if (!/^[a-z0-9-]{1,64}$/.test(run)) findings.fail('the log', `"${run}" is not a valid name of a run`);
  const namespace = readable[0]?.subject.split('.')[0];
  const seen = new Map<string, number>();
  for (const recorded of readable) {
    const { event, subject, sequence } = recorded;
    const place = placeOf(recorded);
    try {
      checkId(event.id);
    } catch (error) {
      findings.fail(place, (error as Error).message);
    }
    if (subject !== `${namespace}.run.${run}.${event.id}`) findings.fail(place, `its subject is ${subject}`);
    const earlier = seen.get(event.id);
    if (earlier !== undefined) findings.fail(place, `event ${earlier} has the same id`);
    seen.set(event.id, sequence);
  }
  return findings.check(`${readable.length} ids are well formed, each once, and give the subjects`);
};

export const checkCauses = (readable: readonly Recorded[]): Check => {
  const findings = new Findings('causes');
  const seen = new Set<string>();
  for (const recorded of readable) {
    const { id, causationid } = recorded.event;
    seen.add(id);
    if (!seen.has(causationid)) findings.fail(placeOf(recorded), `no earlier event has its cause's id, ${causationid}`);
  }
  return findings.check(`${readable.length} events name an earlier event, or themselves, as their cause`);
};

/** Notes an earlier time and does not fail it, because hosts and workers may run on several machines. */
export const checkTimes = (readable: readonly Recorded[]): Check => {
  const findings = new Findings('times');
  let latest = 0;
  let farthest = { backMs: 0, place: '' };
  for (const recorded of readable) {
    const time = millisecondsOf(recorded.event.time);
    if (latest - time > farthest.backMs) farthest = { backMs: latest - time, place: placeOf(recorded) };
    latest = Math.max(latest, time);
  }
  if (farthest.backMs > 1000)
    findings.note(
      `${farthest.place} is ${(farthest.backMs / 1000).toFixed(1)} s earlier than a preceding event: clocks differed`,
    );
  return findings.check(`times range from ${readable[0]?.event.time ?? '-'} to ${readable.at(-1)?.event.time ?? '-'}`);
};
