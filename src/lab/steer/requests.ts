import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { Host } from '../../actors/host.ts';
import { cleaning } from '../../events/clean.ts';
import type { Event } from '../../events/envelope.ts';
import { requestId, rootScope } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import { type ShellData, shellEvent } from '../../events/shell-event.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';
import type { Broker } from '../../ports/broker.ts';
import type { TaskQueue } from '../../ports/tasks.ts';
import { emptyLog, startOf } from '../runs/read.ts';
import { knownRoles, wholeRoster } from '../runs/roster.ts';
import type { Services } from '../services.ts';

export type RequestType = keyof typeof requestEvents;

/** Appends a person's request. Returns its position in the log; an answer can only come after it. */
export const appendRequest = async <Type extends RequestType>(
  services: Services,
  broker: Broker,
  run: string,
  type: Type,
  data: ShellData<Type>,
  scope = rootScope,
): Promise<number> => {
  const log = await broker.logs.open(run);
  const id = requestId(ulid().toLowerCase());
  const asked: ShellData<Type> = JSON.parse(JSON.stringify(data), cleaning);
  await log.append(shellEvent(type, asked, { id, run, scope, role: 'human' }, services.clock.now()));
  return (await log.get(id))?.sequence ?? (await log.lastSequence());
};

const patienceMs = 3000;

/** True if a process that works on the run records the answer within a few seconds. */
export const isAnswered = async (
  broker: Broker,
  run: string,
  after: number,
  isAnswer: (event: Event) => boolean,
): Promise<boolean> => {
  const log = await broker.logs.open(run);
  for await (const { event } of log.follow(after + 1, AbortSignal.timeout(patienceMs))) {
    if (isAnswer(event)) return true;
  }
  return false;
};

/** Queues no tasks. They stay outstanding, and whoever resumes the run publishes them. */
const noTasks: TaskQueue = {
  publish: async () => 'present',
  consume: async () => {},
  clear: async () => {},
};

const quietMs = 1500;

/** Lets the run's roles react to what is recorded until they are quiet, without performing tasks. */
export const settleAlone = async (
  services: Services,
  broker: Broker,
  run: string,
  rosterFile?: string,
): Promise<void> => {
  const start = await startOf(broker, run);
  if (start === undefined) throw emptyLog(run);
  const { roster } = await wholeRoster(run, start.data, await knownRoles(services, rosterFile));
  const quiet = new AbortController();
  let latest = performance.now();
  const host = new Host({
    log: await broker.logs.open(run),
    tasks: noTasks,
    blobs: broker.blobs,
    roster,
    clock: services.clock,
    logger: await services.logger('lab'),
    onEvent: () => {
      latest = performance.now();
    },
  });
  const watching = (async () => {
    while (!quiet.signal.aborted) {
      await sleep(100, undefined, { ref: false });
      if (performance.now() - latest > quietMs) quiet.abort();
    }
  })();
  const end = await host.work(quiet.signal);
  quiet.abort();
  await watching;
  if (end === 'read-only')
    throw new CodedError(
      'run.diverged',
      `run ${run} was recorded by other code: the request is recorded but has no effect; see \`replay ${run} --check\``,
    );
};
