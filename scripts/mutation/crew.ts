import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Request } from './trial.ts';

const trial = fileURLToPath(new URL('./trial.ts', import.meta.url));

/** Node never frees copies of modules, so a process is replaced after this many. */
const editionsPerProcess = 150;

/** One process that tries mutants; replaced when it hangs, dies or has grown. */
class Member {
  private child: ChildProcess | undefined;
  private uses = 0;

  /** The answer; undefined if there was none in time and the process was killed. */
  async ask<Answer>(request: Request, limitMs: number): Promise<Answer | undefined> {
    if (this.uses >= editionsPerProcess) this.end();
    this.uses += 1;
    const child = await this.started();
    const done = new AbortController();
    const timer = setTimeout(() => done.abort(), limitMs);
    try {
      const answered = once(child, 'message', { signal: done.signal });
      const exited = once(child, 'exit', { signal: done.signal }).then(() => undefined);
      exited.catch(() => {});
      child.send(request);
      const answer = await Promise.race([answered, exited]);
      if (answer === undefined) this.child = undefined;
      return answer?.[0] as Answer | undefined;
    } catch {
      this.end();
      return undefined;
    } finally {
      clearTimeout(timer);
      done.abort();
    }
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async started(): Promise<ChildProcess> {
    if (this.child !== undefined) return this.child;
    this.uses = 0;
    const child = fork(trial, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child = child;
    await once(child, 'message');
    return child;
  }
}

/** Processes all items with a number of parallel processes. */
export const workThrough = async <Item>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item, member: Pick<Member, 'ask'>) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      const member = new Member();
      try {
        for (const item of queue) await work(item, member);
      } finally {
        member.end();
      }
    }),
  );
};
