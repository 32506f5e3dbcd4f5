import { upcast } from '../../events/upcast.ts';
import type { Recorded } from '../../ports/log.ts';
import { type Check, Findings, placeOf } from './check.ts';
import type { Knowledge } from './knowledge.ts';

const problemWith = ({ event }: Recorded, { definitions }: Knowledge): string | undefined => {
  const definition = definitions.get(event.type);
  if (definition === undefined) return undefined;
  try {
    const parsed = definition.schema.safeParse(upcast(event, definition).data);
    if (parsed.success) return undefined;
    const [issue] = parsed.error.issues;
    return `its data does not match ${event.dataschema}: ${issue?.path.join('.') || 'data'}: ${issue?.message}`;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Unknown types pass with a note. `incomplete`: why the earlier ideas that the first event names could not be read. */
export const checkSchemas = (readable: readonly Recorded[], knowledge: Knowledge, incomplete?: Error): Check => {
  const findings = new Findings('schemas');
  if (incomplete !== undefined && readable[0] !== undefined)
    findings.fail(placeOf(readable[0]), `the earlier ideas that it names cannot be read: ${incomplete.message}`);
  const unknown = new Map<string, number>();
  for (const recorded of readable) {
    const { type } = recorded.event;
    if (!knowledge.definitions.has(type)) unknown.set(type, (unknown.get(type) ?? 0) + 1);
    const problem = problemWith(recorded, knowledge);
    if (problem !== undefined) findings.fail(placeOf(recorded), problem);
  }
  const passed = [...unknown.values()].reduce((sum, count) => sum + count, 0);
  if (readable[0] !== undefined && readable[0].event.type !== 'run.started')
    findings.fail(placeOf(readable[0]), `the log begins with ${readable[0].event.type} instead of run.started`);
  if (passed > 0)
    findings.note(
      `${passed} of an unknown type pass: ${[...unknown].map(([type, count]) => `${type} ${count}`).join(', ')}`,
    );
  return findings.check(`the data of ${readable.length - passed} events matches their types' schemas`);
};
