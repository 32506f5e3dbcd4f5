import { actorId, attemptId, outputId, outputIndex, resultId, taskOf } from '../../events/id.ts';
import type { Recorded } from '../../ports/log.ts';
import { Fold } from '../fold.ts';
import { type Check, Findings, placeOf } from './check.ts';
import type { Knowledge } from './knowledge.ts';

type Attempts = { readonly count: number; readonly kind: unknown; readonly key: unknown };
type TaskData = { readonly task: unknown; readonly kind: unknown; readonly key: unknown; readonly attempt: unknown };

const results = new Set(['task.completed', 'task.failed']);

/** Returns the fault of an attempt or a result, given the log before it; undefined when it is valid. */
const problemWith = ({ event }: Recorded, task: string, attempts: Attempts | undefined): string | undefined => {
  const { task: told, kind, key, attempt } = event.data as TaskData;
  const count = attempts?.count ?? 0;
  if (told !== task) return `it names task ${told}`;
  if (outputId(event.scope, event.role, outputIndex(task)) !== task)
    return `no output of ${actorId(event.scope, event.role)} has the id ${task}`;
  if (attempts !== undefined && (attempts.kind !== kind || attempts.key !== key))
    return `its kind and key, ${kind} and ${key}, are not those of the first attempt`;
  if (results.has(event.type)) {
    if (event.id !== resultId(task)) return `${event.type} has the id of an attempt`;
    // The attempt beyond the limit is not recorded; a person may answer a task without attempts, as attempt 0.
    const isPossible = count === 0 ? attempt === 0 : Number(attempt) >= 1 && Number(attempt) <= count + 1;
    return isPossible ? undefined : `no attempt ${attempt} was recorded before it`;
  }
  if (event.type !== 'task.started') return `${event.type} has the id of an attempt or a result`;
  if (attempt !== count + 1 || event.id !== attemptId(task, count + 1))
    return `it is attempt ${attempt} after ${count}`;
  return undefined;
};

/** Checks the log alone: attempts are numbered, results follow attempts, and no event has a task's id. */
const checkStructure = (readable: readonly Recorded[], findings: Findings): number => {
  const tasks = new Map<string, Attempts>();
  for (const recorded of readable) {
    const { event } = recorded;
    const task = taskOf(event.id);
    if (task === undefined) {
      if (event.type.startsWith('task.'))
        findings.fail(placeOf(recorded), `${event.type} has an id that belongs to no task`);
      continue;
    }
    const attempts = tasks.get(task);
    const problem = problemWith(recorded, task, attempts);
    if (problem !== undefined) findings.fail(placeOf(recorded), problem);
    const { kind, key } = event.data as TaskData;
    const one = event.type === 'task.started' ? 1 : 0;
    tasks.set(task, { kind, key, ...attempts, count: (attempts?.count ?? 0) + one });
  }
  for (const recorded of readable)
    if (tasks.has(recorded.event.id))
      findings.fail(placeOf(recorded), 'it has the id of a task, which no event may have');
  return tasks.size;
};

/** Checks by the roles' code that every recorded task was requested before. */
const checkAsked = (readable: readonly Recorded[], { roster, lack, isOwn }: Knowledge, findings: Findings): void => {
  if (roster === undefined) {
    findings.note(`that roles requested them is not checked: ${lack}`);
    return;
  }
  if (lack !== '') findings.note(`the requests of these roles are accepted unchecked: ${lack}`);
  const fold = new Fold(roster);
  const asked = new Set<string>();
  try {
    for (const recorded of readable) {
      const task = taskOf(recorded.event.id);
      if (task !== undefined && fold.outstanding.has(task)) asked.add(task);
      const isOfMissing = roster.missing.has(recorded.event.role);
      if (task !== undefined && !asked.has(task) && !isOfMissing && fold.divergence === undefined) {
        const message = `this code did not request task ${task}`;
        if (isOwn) findings.fail(placeOf(recorded), message);
        else findings.note(`${placeOf(recorded)}: ${message}; another version recorded the run`);
        return;
      }
      fold.apply(recorded.event, recorded.sequence);
    }
  } catch (error) {
    findings.note(
      `that roles requested them cannot be checked after event ${fold.sequence}: ${(error as Error).message}`,
    );
  }
  const { divergence } = fold;
  if (divergence !== undefined)
    findings.note(
      `after event ${divergence.sequence} this code would have recorded something else (see \`replay --check\`): requests of tasks are checked up to there`,
    );
};

export const checkTasks = (readable: readonly Recorded[], knowledge: Knowledge, isWhole: boolean): Check => {
  const findings = new Findings('tasks');
  const count = checkStructure(
    readable.filter(({ event }) => event.data !== null && typeof event.data === 'object'),
    findings,
  );
  if (isWhole) checkAsked(readable, knowledge, findings);
  else findings.note('that roles requested them is not checked: not every event can be read');
  return findings.check(`${count} tasks had an attempt before their result`);
};
