import type { Finding } from '../../actors/replay/finding.ts';
import type { KnownRoles } from '../../actors/roles/known.ts';
import type { Progress } from '../../events/projections/progress.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import { commandName } from '../command-name.ts';
import { checkRecording } from '../debug/check.ts';
import { Refusal } from '../refusal.ts';
import { findRun } from '../runs/find.ts';
import { holdingBroker, readEvents, readRecording } from '../runs/read.ts';
import { knownRoles } from '../runs/roster.ts';
import type { Services } from '../services.ts';
import { type AgainWish, workAgain } from '../work/again.ts';
import type { Work } from '../work/work.ts';
import { progressOfOpenRun } from './control.ts';
import { appendRequest, isAnswered, settleAlone } from './requests.ts';
import { isDrained } from './unresolved.ts';

/**
 * Throws Refusal<Finding>('run.diverged') if today's code would have recorded something else, because continuing would mix
 * the two. Returns the task inputs that differ today; they do not affect what is recorded.
 */
const checkCode = async (broker: Broker, run: string, known: KnownRoles): Promise<readonly Finding[]> => {
  const { divergence, prompts } = await checkRecording(await readRecording(broker, run), known);
  if (divergence === null) return prompts;
  throw new Refusal<Finding>(
    'run.diverged',
    `run ${run} was recorded by other code, which diverges from this code at event ${divergence.sequence}: ` +
      `fork it instead: ${commandName} fork ${run} --at ${divergence.sequence - 1}`,
    divergence,
  );
};

/** True if a recorded request has not been followed by one of the `answers`. */
const isUnanswered = async (broker: Broker, run: string, request: string, answers: readonly string[]) => {
  const types = (await readEvents(broker, run)).map(({ type }) => type);
  return types.lastIndexOf(request) > Math.max(...answers.map((answer) => types.lastIndexOf(answer)));
};

/** Requests to continue a paused run, or to change its budget. */
export const askToResume = async (
  services: Services,
  broker: Broker,
  run: string,
  { status }: Progress,
  budget: Partial<Budget>,
): Promise<'answered' | 'unanswered' | 'not asked'> => {
  const isGiven = Object.keys(budget).length > 0;
  const isPausing = () => isUnanswered(broker, run, 'pause.requested', ['run.paused', 'resume.requested']);
  if (status !== 'paused' && !isGiven && !(await isPausing())) return 'not asked';
  const after = await appendRequest(services, broker, run, 'resume.requested', isGiven ? { budget } : {});
  return (await isAnswered(broker, run, after, ({ type }) => type === 'run.resumed')) ? 'answered' : 'unanswered';
};

export type Resumed = {
  readonly run: string;
  /** Null if the run continues in a process that already works on it. */
  readonly work: Work | null;
};

/**
 * Continues a paused or interrupted run, or a finished one whose last tasks are not done, in the process that works on it or here. `tell` receives the tasks whose input
 * differs with today's code.
 */
export const resumeRun = (
  services: Services,
  given: string,
  wish: AgainWish,
  tell: (prompts: readonly Finding[]) => void,
): Promise<Resumed> =>
  holdingBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    if (await isUnanswered(broker, run, 'revise.requested', ['idea.reopened', 'run.finished']))
      await settleAlone(services, broker, run, wish.roster);
    const progress = await progressOfOpenRun(broker, run, () => isDrained(services, broker, run, wish.roster));
    tell(await checkCode(broker, run, await knownRoles(services, wish.roster)));
    if ((await askToResume(services, broker, run, progress, wish.budget ?? {})) === 'answered') {
      await broker.close();
      return { run, work: null };
    }
    return { run, work: await workAgain(services, broker, run, wish) };
  });
