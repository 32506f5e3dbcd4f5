import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { acquireGpu, holdsGpu, releaseGpu } from '../../src/adapters/sandbox/docker/gpus.ts';
import { thisOwner } from '../../src/adapters/sandbox/docker/labels.ts';
import { sweep } from '../../src/adapters/sandbox/docker/sweep.ts';
import type { Sandbox } from '../../src/ports/sandbox.ts';
import type { TestEngine } from '../support/docker-engine.ts';
import { longJob } from '../support/docker-job.ts';
import { runPython } from '../support/sandbox-job.ts';

const host = fileURLToPath(new URL('../support/docker-host.ts', import.meta.url));

type Parts = { readonly engine: TestEngine; readonly sandbox: Sandbox };

const states = async (docker: Docker): Promise<readonly string[]> =>
  (await docker.listContainers({ all: true, filters: { label: ['ai-scientist-sandbox'] } })).map(({ State }) => State);

const tokenIn = (text: string): string => /token (\w+)/.exec(text)?.[1] ?? assert.fail(`no token in ${text}`);

/** Containers belong to a run and a task, outlive the program that started them, and are found again. */
export const dockerLife = (parts: () => Parts): void => {
  describe('docker: containers and their owners', () => {
    let workspace: string;
    beforeEach(() => {
      workspace = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    });
    afterEach(() => rmSync(workspace, { recursive: true, force: true }));

    /** Starts a job in a separate program and kills the program; returns the job's token. */
    const killedHost = async (task: string): Promise<string> => {
      const { engine } = parts();
      const socket = engine.host.slice('unix://'.length);
      const child = spawn(process.execPath, [host, socket, engine.image, workspace, task], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      for await (const chunk of child.stdout) {
        said += chunk;
        if (/token \w+\n/.test(said)) break;
      }
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return tokenIn(said);
    };

    it('goes on with the container of the same task when its owner was killed', async () => {
      const { engine, sandbox } = parts();
      const token = await killedHost('idea-1.experimenter.1');
      assert.deepEqual(await states(engine.docker), ['running']);
      const lines: string[] = [];
      const result = await sandbox.run(longJob(workspace, 'idea-1.experimenter.1', (line) => lines.push(line)));
      assert.equal(result.reason, 'completed');
      assert.equal(tokenIn(result.stdout), token);
      assert.deepEqual(lines, [`token ${token}`, 'progress 1.0']);
      assert.ok(existsSync(join(workspace, 'token')));
      assert.ok(result.wallTimeMs >= 3_900, 'the time before counts');
      assert.deepEqual(await states(engine.docker), []);
    });

    it('takes the result of one that ended meanwhile', async () => {
      const { engine, sandbox } = parts();
      const token = await killedHost('idea-1.experimenter.2');
      while ((await states(engine.docker)).includes('running'))
        await new Promise((resolve) => setTimeout(resolve, 100));
      const result = await sandbox.run(longJob(workspace, 'idea-1.experimenter.2', () => {}));
      assert.equal(tokenIn(result.stdout), token);
      assert.deepEqual(await states(engine.docker), []);
    });

    it('removes what belongs to no task and has no owner any more, and nothing else', async () => {
      const { engine, sandbox } = parts();
      const { docker, image } = engine;
      const stranger = await docker.createContainer({ Image: image, Cmd: ['sleep', '60'], name: 'somebody-elses' });
      await killedHost('');
      const alive = sandbox.run(longJob(workspace, 'idea-2.experimenter.1', () => {}));
      while ((await states(docker)).filter((state) => state === 'running').length < 2) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.equal((await sweep(docker)).length, 1);
      assert.equal((await alive).reason, 'completed');
      assert.equal((await stranger.inspect()).State.Status, 'created');
      await stranger.remove();
      assert.deepEqual(await states(docker), []);
      assert.deepEqual((await docker.listVolumes()).Volumes, []);
    });

    it('runs one container for a task that two workers have', async () => {
      const { engine, sandbox } = parts();
      let most = 0;
      const looking = setInterval(async () => {
        const running = (await states(engine.docker)).filter((state) => state === 'running');
        most = Math.max(most, running.length);
      }, 100);
      const other = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
      const job = (folder: string) => sandbox.run(longJob(folder, 'idea-3.experimenter.1', () => {}));
      const results = await Promise.all([job(workspace), job(other)]).finally(() => {
        clearInterval(looking);
        rmSync(other, { recursive: true, force: true });
      });
      assert.deepEqual(
        results.map(({ reason }) => reason),
        ['completed', 'completed'],
      );
      assert.equal(most, 1);
      assert.deepEqual(await states(engine.docker), []);
    });

    it('keeps its supervisor out of reach of the job', async () => {
      const code = `import os, signal
for what in (
  lambda: os.kill(1, signal.SIGKILL), lambda: os.kill(1, signal.SIGTERM), lambda: open("/proc/1/environ").read(),
  lambda: open("/proc/1/mem", "r+b"), lambda: os.listdir("/proc/1/fd"), lambda: os.readlink("/proc/1/cwd"),
  lambda: open("/proc/1/oom_score_adj", "w").write("1000"), lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
):
  try: what(); print("done")
  except OSError as error: print("refused")`;
      const { stdout } = await runPython(parts().sandbox, code);
      assert.equal(stdout, 'refused\n'.repeat(8));
    });

    it('gives a graphics processor to one owner at a time', async () => {
      const { docker } = parts().engine;
      const signal = AbortSignal.timeout(20_000);
      const first = await acquireGpu(docker, ['0', '1'], signal);
      const second = await acquireGpu(docker, ['0', '1'], signal);
      assert.deepEqual([first?.id, second?.id], ['0', '1']);
      assert.equal(await acquireGpu(docker, ['0', '1'], AbortSignal.timeout(600)), undefined);
      const third = acquireGpu(docker, ['0', '1'], signal);
      await releaseGpu(docker, '1');
      assert.equal((await third)?.id, '1');
      assert.ok(first && (await holdsGpu(docker, first)));
      for (const id of ['0', '1']) await releaseGpu(docker, id);
    });

    it('takes a graphics processor over from an owner who is gone, and not from a container that uses it', async () => {
      const { docker, image } = parts().engine;
      const signal = AbortSignal.timeout(20_000);
      const gone = { 'ai-scientist-sandbox': '1', 'ai-scientist-owner': `${thisOwner().split('/')[0]}/999999/1` };
      await docker.createVolume({ Name: 'ai-scientist-gpu-0', Driver: 'local', Labels: gone });
      const Mounts = [{ Type: 'volume' as const, Source: 'ai-scientist-gpu-0', Target: '/run/gpu' }];
      const container = await docker.createContainer({ Image: image, Cmd: ['true'], HostConfig: { Mounts } });
      assert.equal(await acquireGpu(docker, ['0'], AbortSignal.timeout(1200)), undefined);
      await container.remove();
      assert.equal((await acquireGpu(docker, ['0'], signal))?.id, '0');
      await releaseGpu(docker, '0');
    });

    it('gives a job no more of the processors than its share', async () => {
      const code = `import glob, time
begun = time.monotonic()
while time.monotonic() - begun < 1.5: pass
for path in glob.glob("/sys/fs/cgroup/cpu.max") + glob.glob("/sys/fs/cgroup/cpu/cpu.cfs_[qp]*_us"): print(open(path).read())`;
      const report = await runPython(parts().sandbox, code, { limits: { cpus: 0.25 } });
      const [first = 0, second = 0] = (report.stdout.match(/\d+/g) ?? []).map(Number).sort((one, other) => one - other);
      assert.equal(first / second, 0.25, report.stdout + report.stderr);
      assert.ok(report.cpuTimeMs < 0.25 * report.wallTimeMs + 300, `${report.cpuTimeMs} of ${report.wallTimeMs} ms`);
    });

    it('tells what is used while a job runs', async () => {
      const uses: number[] = [];
      const code = 'import time\nkept = bytearray(50 << 20)\ntime.sleep(2.5)';
      await runPython(parts().sandbox, code, { onUse: ({ memoryBytes }) => uses.push(memoryBytes) });
      assert.ok(uses.length >= 2 && Math.max(...uses) > 50 << 20, uses.join());
    });

    it('keeps links that a job makes, and their targets, inside', async () => {
      const code = `import os
os.symlink("/etc/passwd", "link"); os.symlink("..", "up"); os.mkfifo("pipe")
open("one", "w").write("same"); os.link("one", "two")`;
      const report = await runPython(parts().sandbox, code, {
        inspect: (folder) => {
          for (const name of ['link', 'up', 'pipe']) assert.ok(!existsSync(join(folder, name)), name);
          for (const name of ['one', 'two']) assert.ok(existsSync(join(folder, name)), name);
        },
      });
      assert.equal(report.reason, 'completed', report.stderr);
      assert.deepEqual(report.leftBehind?.map(({ path }) => path).sort(), ['link', 'pipe', 'up']);
    });
  });
};
