import { isDraining } from '../../actors/admission.ts';
import { Fold } from '../../actors/fold.ts';
import type { Requested } from '../../actors/output.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readRecording, withBroker } from '../runs/read.ts';
import { knownRoles, rosterOf } from '../runs/roster.ts';
import { workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';

/** A task without a result. */
export type Unresolved = {
  readonly task: Requested;
  readonly purpose: string;
  readonly attempts: number;
  /** The worker of the last attempt, and its start; empty if there was none. */
  readonly worker: string;
  readonly since: string;
  readonly state: 'not taken up' | 'under way' | 'its worker is gone';
};

const purposeOf = ({ task, key, input }: Requested): string =>
  task === 'model' ? ((input() as { purpose?: string }).purpose ?? key) : task;

const folded = async (services: Services, broker: Broker, run: string, rosterFile: string | undefined) => {
  const { log } = await readRecording(broker, run);
  const known = await knownRoles(services, rosterFile);
  const fold = new Fold(await rosterOf({ run, log }, known));
  for (const { event, sequence } of log) fold.apply(event, sequence);
  return { fold, log };
};

/** False for a finished run whose process was stopped before it had recorded what the roles asked for last. */
export const isDrained = async (services: Services, broker: Broker, run: string, rosterFile?: string) =>
  !isDraining((await folded(services, broker, run, rosterFile)).fold);

export const unresolvedIn = async (
  services: Services,
  broker: Broker,
  run: string,
  rosterFile?: string,
): Promise<readonly Unresolved[]> => {
  const { fold, log } = await folded(services, broker, run, rosterFile);
  const tasks = [...fold.outstanding.values()].filter(
    (output): output is Requested => output.kind === 'perform' && !fold.isDropped(output),
  );
  const alive = await workersOf(broker, run);
  return tasks.map((task) => {
    const started = log.filter(
      ({ event }) => event.type === 'task.started' && (event.data as { task: string }).task === task.id,
    );
    const last = started.at(-1)?.event;
    const worker = (last?.data as { worker?: string })?.worker ?? '';
    const state = last === undefined ? 'not taken up' : alive.includes(worker) ? 'under way' : 'its worker is gone';
    return { task, purpose: purposeOf(task), attempts: started.length, worker, since: last?.time ?? '', state };
  });
};

/** A run's tasks without a result, in the order in which they were requested. */
export const listUnresolved = (
  services: Services,
  given: string,
): Promise<{ readonly run: string; readonly tasks: readonly Unresolved[] }> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    return { run, tasks: await unresolvedIn(services, broker, run) };
  });
