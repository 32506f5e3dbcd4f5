import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openEmbedded } from '../../src/adapters/broker/nats/open-embedded.ts';
import { findServerBinary } from '../support/nats-server.ts';
import { createProgramHome } from '../support/program.ts';
import { beginningOf, bundleBytes, playRecording } from '../support/recorded-run.ts';

const nowhere = { NATS_URL: 'nats://127.0.0.1:1' };

describe('a bundle and the program', { timeout: 600_000 }, () => {
  test('a run is imported, used, exported with the same bytes, deleted, and replayed without a server', async (context) => {
    const home = await createProgramHome();
    // Keeps the server running between commands.
    const user = await openEmbedded({ home: home.path, binary: findServerBinary() ?? '', timeoutMs: 60_000 });
    context.after(async () => {
      await user.close();
      await home.remove();
    });
    const recording = await playRecording();
    const { run, log } = recording;
    const bytes = await bundleBytes(recording);
    const [given, written] = [join(home.path, 'given.bundle.tar'), join(home.path, 'written.bundle.tar')];
    await writeFile(given, bytes);
    const done = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await home.run(args);
      assert.equal(code, 0, `${args.join(' ')}: ${stdout}${stderr}`);
      return stdout;
    };
    assert.match(await done('import', given), new RegExp(`run ${run}: imported ${log.length} events and \\d+ blobs`));
    const [summary] = JSON.parse(await done('runs', '--json'));
    assert.deepEqual([summary.run, summary.events, summary.state], [run, log.length, 'finished']);
    assert.equal(JSON.parse(await done('show', 'latest', '--json')).papers.length, 1);
    assert.match(await done('archive'), new RegExp(run));
    assert.match(await done('replay', 'latest', '--check'), /every recorded output is what the fold gives/);
    await done('export', 'latest', '--output', written);
    assert.ok(bytes.equals(await readFile(written)), 'the bytes are others');

    assert.match(await done('delete', run, '--yes'), /deleted run/);
    assert.deepEqual(JSON.parse(await done('runs', '--json')), []);
    const collected = JSON.parse(await done('gc', '--json'));
    assert.ok(collected.blobs > 0 && collected.sizeBytes > 0);
    assert.deepEqual(collected.kept, { blobs: 0, sizeBytes: 0 });
    assert.equal(JSON.parse(await done('gc', '--json')).blobs, 0);

    const replayed = await home.run(['replay', written, '--check'], nowhere);
    assert.match(replayed.stdout, /every recorded output is what the fold gives/);

    // An earlier state of the run is completed, and deleted blobs are restored.
    await writeFile(written, await bundleBytes(beginningOf(recording, 100)));
    await done('import', written);
    assert.match(
      await done('import', given),
      new RegExp(`imported ${log.length - 100} events, after the 100 already there`),
    );
    assert.equal(JSON.parse(await done('verify', run, '--json')).intact, true);
  });
});
