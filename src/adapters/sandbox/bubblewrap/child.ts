import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { guardDescriptor, seccompDescriptor, statusDescriptor } from './command-line.ts';
import { familyOf } from './processes.ts';

export type BoxChild = {
  readonly process: ChildProcess;
  /** Resolves with the id of the box's first process when the box is set up and waits; undefined if set-up fails. */
  readonly standing: Promise<number | undefined>;
  /** The job's status as a shell reports it; undefined when the job never started. */
  readonly ended: Promise<number | undefined>;
  /** Starts the job. */
  begin(): void;
  /** Makes a box that is still being set up end by itself within milliseconds; otherwise kills it. */
  abandon(): void;
};

/** Ignores errors of our end of a socket pair: the death of the box is detected elsewhere. */
const socketOf = (child: ChildProcess, descriptor: number): Duplex => {
  const socket = child.stdio[descriptor] as Duplex;
  socket.on('error', () => {});
  return socket;
};

/** `bwrap` writes `{"child-pid": n}` when the box exists and `{"exit-code": n}` when the started job has ended. */
const readStatus = (socket: Duplex): { childId: () => number | undefined; exitCode: () => number | undefined } => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  const field = (name: string) => {
    const value = new RegExp(`"${name}": *(\\d+)`).exec(text)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  return { childId: () => field('child-pid'), exitCode: () => field('exit-code') };
};

const stuckAfterMs = 1000;

/** Kills the children first, because a box in set-up does not yet die with its parent. */
const killFamily = (id: number | undefined): void => {
  if (id === undefined) return;
  for (const member of familyOf(id).reverse()) {
    try {
      process.kill(member.id, 'SIGKILL');
    } catch {
      // The process has already ended.
    }
  }
};

const closeOnExecute = 0o2000000;

/** Lists descriptors inherited from our parent, such as a log or a lock, which a job must not get. */
const inheritedDescriptors = (from: number): number[] =>
  readdirSync('/proc/self/fdinfo')
    .map(Number)
    .filter((descriptor) => {
      if (descriptor < from) return false;
      try {
        const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1] ?? '0';
        return (Number.parseInt(flags, 8) & closeOnExecute) === 0;
      } catch {
        return false;
      }
    });

export const startBox = (bwrap: string, args: readonly string[], seccomp: Buffer | undefined): BoxChild => {
  const shared = seccomp === undefined ? 5 : 6;
  const nothing = openSync('/dev/null', 'r');
  const stdio: (number | 'ignore' | 'pipe')[] = Array.from({ length: shared }, (_, descriptor) =>
    descriptor === 0 ? 'ignore' : 'pipe',
  );
  for (const descriptor of inheritedDescriptors(shared)) stdio[descriptor] = nothing;
  for (let descriptor = shared; descriptor < stdio.length; descriptor += 1) stdio[descriptor] ??= 'ignore';
  const child = spawn(bwrap, args, { stdio, env: { PATH: process.env.PATH ?? '/usr/bin:/bin' } });
  closeSync(nothing);
  const status = readStatus(socketOf(child, statusDescriptor));
  const guard = socketOf(child, guardDescriptor);
  if (seccomp !== undefined) socketOf(child, seccompDescriptor).end(seccomp);

  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const ready = new Promise<void>((resolve) => guard.once('data', () => resolve()));
  return {
    process: child,
    standing: Promise.race([ready.then(() => status.childId()), closed.then(() => undefined)]),
    ended: closed.then(() => status.exitCode()),
    begin: () => {
      guard.write('\n');
    },
    abandon: () => {
      guard.destroy();
      const stuck = setTimeout(() => killFamily(child.pid), stuckAfterMs);
      void closed.then(() => clearTimeout(stuck));
    },
  };
};
