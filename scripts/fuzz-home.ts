import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardianLock, serverFolder } from '../src/adapters/broker/nats/embedded/paths.ts';
import { readRecord } from '../src/adapters/broker/nats/embedded/record.ts';
import { openEmbedded, openEmbeddedKeeper } from '../src/adapters/broker/nats/open-embedded.ts';
import { tryLock } from '../src/adapters/machine/lock.ts';
import { runProgram } from '../src/cli/program.ts';
import { summarise } from '../src/lab/runs/summaries.ts';
import type { Recording } from '../src/ports/recording.ts';
import { taskOf } from '../tests/support/broker-data.ts';
import { servicesOn } from '../tests/support/command-line.ts';
import { damage } from '../tests/support/damage.ts';
import { findServerBinary } from '../tests/support/nats-server.ts';
import { Random } from '../tests/support/random.ts';
import { recordedRuns, recordHome, serverGone } from '../tests/support/recorded-home.ts';
import { playedVersion } from '../tests/support/recorded-run.ts';

/**
 * Damages one file of a data folder per case and checks that the commands report it:
 *
 *   node scripts/fuzz-home.ts <cases> <seed> <first case, to repeat one>
 *
 * No command may hang, fail without a code, or omit a run; a run has all its events or is reported as unreadable. Prints a
 * line for each case that violates this; the exit code is then 1.
 */
const [cases = 500, seed = 1, first = 0] = process.argv.slice(2).map(Number);
const commandLimitMs = 60_000;

/** Root may read all files. As root, restarts itself without that right, so that files of others are refused. */
const isUnfit = process.getuid?.() === 0 && process.env.FUZZ_WITHOUT_RIGHTS === undefined;
const without = '-dac_override,-dac_read_search';
if (isUnfit) {
  const parameters = [
    `--bounding-set=${without}`,
    `--inh-caps=${without}`,
    '--',
    process.execPath,
    ...process.argv.slice(1),
  ];
  const { status } = spawnSync('setpriv', parameters, {
    stdio: 'inherit',
    env: { ...process.env, FUZZ_WITHOUT_RIGHTS: '1' },
  });
  process.exit(status ?? 1);
}

const binary = findServerBinary() ?? '';
const root = mkdtempSync(join(tmpdir(), 'fuzz-home-'));
const original = join(root, 'original');

/** Adds a task consumer, a waiting task, a lease that is over, and summaries of the runs. */
const addOthers = async (home: string): Promise<void> => {
  const broker = await openEmbedded({ home, binary, idleMs: 100, timeoutMs: 60_000 });
  const stop = new AbortController();
  await broker.tasks.publish(taskOf('second', 'run.a.1', 'toy'));
  await broker.tasks.consume({ run: 'second', kind: 'toy' }, 1, stop.signal, async (delivery) => {
    stop.abort();
    await delivery.release(0);
  });
  await (await broker.leases.hold({ run: 'second', worker: 'host-boot-1-a' })).release();
  await summarise(broker);
  await broker.close();
  await serverGone(home);
};

type Told = { readonly code: number | 'hang'; readonly output: string };

const call = async (home: string, line: string): Promise<Told> => {
  const embedded = { home, binary, idleMs: 3_000, timeoutMs: 20_000 };
  const services = servicesOn(undefined as never, join(home, 'results'), {
    version: playedVersion,
    home: async () => home,
    openBroker: () => openEmbedded(embedded, { onError: () => {} }),
    openKeeper: () => openEmbeddedKeeper(embedded),
  });
  let output = '';
  const writes = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  const take = (chunk: string | Uint8Array): boolean => {
    output += chunk;
    return true;
  };
  for (const { stream } of writes) stream.write = take as typeof stream.write;
  try {
    const program = runProgram(services, ['node', 'ai-scientist', ...line.split(' ')]);
    const limit = sleep(commandLimitMs, 'hang' as const, { ref: false });
    return { code: await Promise.race([program, limit]), output };
  } finally {
    for (const { stream, write } of writes) stream.write = write;
  }
};

const coded = /\[[a-z]+\.[a-z_]+\]/;

const problemOf = (line: string, { code, output }: Told): string | undefined => {
  if (code === 'hang') return `${line}: no end within ${commandLimitMs / 1000} s`;
  if (output.includes('[program.fault]')) return `${line}: ${output.slice(0, 600)}`;
  return code !== 0 && !coded.test(output) && !output.includes('DAMAGED') && !output.includes('is damaged')
    ? `${line}: exit code ${code} without a code: ${output.slice(0, 300)}`
    : undefined;
};

/** Checks that a list of runs has each run whole, or as unreadable with a code. */
const problemOfList = (runs: readonly Recording[], { code, output }: Told): string | undefined => {
  if (code !== 0) return undefined;
  const found = JSON.parse(output) as readonly { run: string; state: string; reason: string; events: number }[];
  for (const { run, log } of runs) {
    const told = found.find((each) => each.run === run);
    if (told === undefined) return `runs: ${run} is missing`;
    const isWhole = told.events === log.length;
    if (!isWhole && !(told.state === 'unreadable' && coded.test(told.reason)))
      return `runs: ${run} is listed as ${told.state} with ${told.events} events: ${told.reason}`;
  }
  return undefined;
};

/** Only a guardian that holds its lock is alive; its recorded process id may belong to another process by now. */
const endServer = async (home: string): Promise<void> => {
  const folder = serverFolder(home);
  try {
    const lock = tryLock(guardianLock(folder));
    lock?.release();
    const record = await readRecord(folder);
    if (lock === undefined && record !== undefined) process.kill(record.guardianPid, 'SIGTERM');
  } catch {
    // If the lock itself was damaged, the server ends by itself.
  }
};

const problemsOfCase = async (runs: readonly Recording[], home: string): Promise<readonly string[]> => {
  const list = await call(home, 'runs --json');
  const problems = [problemOf('runs', list) ?? problemOfList(runs, list)];
  for (const line of ['archive', 'show second', 'verify played', 'repair second']) {
    if (problems.some((problem) => problem?.includes('no end'))) break;
    problems.push(problemOf(line, await call(home, line)));
  }
  return problems.filter((problem) => problem !== undefined);
};

const fuzz = async (): Promise<number> => {
  const runs = await recordedRuns();
  await recordHome(original, runs);
  await addOthers(original);
  let broken = 0;
  for (let number = first; number < first + cases; number += 1) {
    const home = join(root, `case-${number}`);
    cpSync(original, home, { recursive: true });
    const { kind, file, fault } = damage(home, new Random(seed, String(number)));
    const problems = await problemsOfCase(runs, home);
    if (problems.length > 0) broken += 1;
    for (const problem of problems) process.stdout.write(`case ${number} (${fault} of ${kind}, ${file}): ${problem}\n`);
    await endServer(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.stdout.write(`${cases} damaged data folders, seed ${seed}: ${broken} broken\n`);
  return broken;
};

const noLastCase = (): void => {
  writeSync(2, 'it ended before its last case: a command waits for nothing\n');
};
process.on('exit', noLastCase);
const broken = await fuzz();
process.off('exit', noLastCase);
process.exit(broken > 0 ? 1 : 0);
