import assert from 'node:assert/strict';
import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { experimentPerformer } from '../../src/actors/performers/experiment.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { createWorkspaces } from '../../src/adapters/workspaces/workspaces.ts';
import type { Tree } from '../../src/events/tree.ts';
import type { Sandbox } from '../../src/ports/sandbox.ts';
import { megabyte, runPython, smallLimits } from '../support/sandbox-job.ts';

type Value = {
  readonly reason: string;
  readonly outputs: Tree;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly skippedCount: number;
};

const begin = `import json, os
os.makedirs("run_1", exist_ok=True)
json.dump({"set": {"means": {"loss": 0.5}}}, open("run_1/final_info.json", "w"))
`;

const nested = (folders: number, then = ''): string => `${begin}os.chdir("run_1")
for _ in range(${folders}):
  os.mkdir("folder"); os.chdir("folder")
${then}`;

/** Leftovers of honest experiments, which must not cost them their results. */
const leavings: readonly { readonly what: string; readonly code: string; readonly skipped: RegExp }[] = [
  {
    what: 'a file name that is not UTF-8',
    code: `${begin}open(b"run_1/caf\\xe9.txt", "w").write("x")`,
    skipped: /^run_1\/caf.\.txt: its name is not UTF-8$/,
  },
  { what: '3,000 nested folders', code: nested(3000), skipped: /more than 64 folders deep$/m },
  {
    what: '14 tables that together are larger than an event',
    code: `${begin}for i in range(14): open(f"run_1/{i}.csv", "w").write('"a","b"\\n' * 1900)`,
    skipped: /^$/,
  },
  {
    what: '20,000 files beside the result',
    code: `${begin}for i in range(20000): open(f"run_1/a{i}", "w").close()`,
    skipped: /^20 of 19\d{3}\n.*the names of the files fill more than 45000 bytes$/s,
  },
  {
    what: 'a folder that its owner may not enter',
    code: `${begin}os.mkdir("run_1/closed"); open("run_1/closed/a.txt", "w").write("x"); os.chmod("run_1/closed", 0)`,
    skipped: /^$/,
  },
];

/** Everything that takes space counts, whatever its name and depth. */
const hidden: readonly { readonly what: string; readonly code: string }[] = [
  {
    what: 'files whose names are not UTF-8',
    code: `import time
for i in range(8): open(b"\\xff%d" % i, "wb").write(bytes(10 << 20))
time.sleep(5)`,
  },
  {
    what: 'files below paths too long for the kernel',
    code: nested(
      1000,
      `import time
for i in range(8): open(f"{i}", "wb").write(bytes(10 << 20))
time.sleep(5)`,
    ),
  },
];

const limits = { ...smallLimits, diskBytes: 400 * megabyte, wallTimeMs: 60_000 };

export const sandboxLeavings = (name: string, makeSandbox: () => Sandbox): void => {
  describe(`what jobs leave behind: ${name}`, () => {
    for (const { what, code, skipped } of leavings) {
      it(`takes the result in spite of ${what}, and removes the workspace`, async () => {
        const { blobs } = createMemoryBroker();
        const parent = await mkdtemp(join(tmpdir(), 'leavings-'));
        const workspaces = createWorkspaces(blobs, parent);
        const performer = experimentPerformer({
          sandbox: makeSandbox(),
          workspaces,
          describeEnvironment: async () => ({}),
          concurrency: 1,
        });
        const input = {
          workspace: {},
          command: ['python', '-c', code],
          collect: { prefixes: ['run_1/'], suffixes: [] },
          limits,
          environment: {},
        };
        const task = { run: 'leavings', id: 'run.test.1', kind: 'experiment', key: 'x', scope: 'run', role: 'test' };
        const outcome = await performer.perform(input, {
          task: { ...task, causationid: 'run.test.1', input },
          attempt: 1,
          signal: new AbortController().signal,
          blobs,
          report: () => {},
        });
        assert.ok(outcome.ok);
        const value = outcome.value as Value;
        assert.equal(value.reason, 'completed', JSON.stringify(value));
        assert.ok('text' in (value.outputs['run_1/final_info.json'] ?? {}), 'the result file is inline');
        const listed = value.skipped.map(({ path, reason }) => `${path}: ${reason}`);
        const head = value.skippedCount > listed.length ? [`${listed.length} of ${value.skippedCount}`] : [];
        assert.match([...head, ...listed].join('\n'), skipped);
        assert.ok(JSON.stringify(value).length < 200_000, 'the result fits into an event');
        assert.deepEqual(await readdir(parent), [], 'the workspace is removed');
        await rmdir(parent);
      });
    }

    for (const { what, code } of hidden) {
      it(`counts ${what} against the disk quota`, async () => {
        const report = await runPython(makeSandbox(), code);
        assert.equal(report.reason, 'over_disk_quota', report.explanation);
      });
    }
  });
};
