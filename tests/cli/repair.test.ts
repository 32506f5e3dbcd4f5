import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { openEmbedded, openEmbeddedKeeper } from '../../src/adapters/broker/nats/open-embedded.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { binary } from '../support/embedded-home.ts';
import { recordedRuns, recordHome, serverGone } from '../support/recorded-home.ts';
import { bundleBytes, playedVersion } from '../support/recorded-run.ts';

describe('a damaged run beside two whole ones', { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'repair-'));
  const original = join(folder, 'original');
  let runs: readonly Recording[];
  before(async () => {
    runs = await recordedRuns();
    await recordHome(original, runs);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs commands on a copy of the data folder in which the run `second` is damaged. */
  const onDamaged = async (context: TestContext, damage: (stream: string, blobs: string) => void) => {
    const home = mkdtempSync(join(folder, 'home-'));
    cpSync(original, home, { recursive: true });
    const streams = join(home, 'nats', 'jetstream', 'LAB', 'streams');
    damage(join(streams, 'lab-run-second'), join(streams, 'OBJ_lab-blobs'));
    const embedded = { home, binary, idleMs: 2_000, timeoutMs: 60_000 };
    const user = await openEmbedded(embedded);
    context.after(async () => {
      await user.close();
      await serverGone(home);
    });
    const services = servicesOn(user, join(home, 'results'), {
      version: playedVersion,
      home: async () => home,
      openBroker: () => openEmbedded(embedded),
      openKeeper: () => openEmbeddedKeeper(embedded),
    });
    return async (line: string) => {
      const { code, output } = await call(context, services, line);
      return `${code} ${output}`;
    };
  };

  const cutShort = (stream: string): void => {
    const file = join(stream, 'msgs', '1.blk');
    truncateSync(file, statSync(file).size - 10);
  };

  test('is named by every command, and stops none', async (context) => {
    const run = await onDamaged(context, cutShort);
    assert.match(
      await run('runs'),
      /^0 [\s\S]*second .*unreadable .*event 150 of run second is lost.*\[log\.corrupt\]/,
    );
    assert.match(await run('runs'), /played .* finished/);
    assert.match(await run('archive'), /^0 second is left out: .*\[log\.corrupt\]\n[\s\S]*played/);
    assert.match(await run('show second'), /^7 .*\[log\.corrupt\]/);
    assert.match(await run('show third'), /^0 third/);
    assert.match(await run('show latest'), /^0 (third|played)/);
    assert.match(await run('verify second'), /^7 [\s\S]*after event 149: event 150 of run second is lost/);
    assert.match(await run('repair second'), /^7 [\s\S]*repair second --cut .*event 129[\s\S]*repair second --cut 149/);
  });

  test('is cut at the last value of the chain, or at a given event, and is then intact', async (context) => {
    const run = await onDamaged(context, cutShort);
    assert.match(await run('repair second --cut 150'), /^1 .*\[repair\.unreadable\]/);
    assert.match(await run('repair second --cut 149'), /^0 cut second after event 149; 0 readable events/);
    assert.match(await run('verify second'), /^0 [\s\S]*intact/);
    assert.match(await run('repair second --cut'), /^0 cut second after event 129; 20 readable events/);
    assert.match(await run('verify second'), /^0 [\s\S]*2 values of the hash chain match[\s\S]*intact/);
    assert.match(await run('repair third --cut'), /^1 .*\[repair\.no_chain\]/);
  });

  test('is restored from its own bundle, and from no other', async (context) => {
    const run = await onDamaged(context, cutShort);
    const [other, whole, short] = ['other', 'whole', 'short'].map((name) => join(folder, `${name}.bundle.tar`));
    const second = runs[1] as Recording;
    writeFileSync(other ?? '', await bundleBytes(runs[0] as Recording));
    writeFileSync(whole ?? '', await bundleBytes(second));
    writeFileSync(short ?? '', await bundleBytes({ ...second, log: second.log.slice(0, 100) }));
    assert.match(await run(`repair second --from ${other}`), /^1 .*\[repair\.other_run\]/);
    assert.match(await run(`repair second --from ${short}`), /^1 .*through event 149.*\[repair\.shorter\]/);
    assert.match(await run(`repair second --from ${whole}`), /^0 restored second from .*: 150 events/);
    assert.match(await run('verify second'), /^0 [\s\S]*intact/);
  });

  test('with missing metadata is given back with all its events', async (context) => {
    const run = await onDamaged(context, (stream) => rmSync(join(stream, 'meta.inf')));
    assert.match(await run('runs'), /^0 [\s\S]*second .*unreadable .*\[log\.not_restored\]/);
    assert.match(await run('archive'), /^0 second is left out: .*\[log\.not_restored\]/);
    assert.match(
      await run('repair second'),
      /^0 gave the server the log of second back\nsecond can be read .*150 events/,
    );
    assert.match(await run('verify second'), /^0 [\s\S]*intact/);
  });

  test('with damaged blobs gets them back from a bundle', async (context) => {
    const run = await onDamaged(context, (_, blobs) => truncateSync(join(blobs, 'msgs', '1.blk'), 100_000));
    const file = join(folder, 'blobs.bundle.tar');
    writeFileSync(file, await bundleBytes(runs[1] as Recording));
    assert.match(await run('verify second'), /^7 [\s\S]*failed +blobs/);
    assert.match(await run('repair second --cut'), /^7 .*\[blob\.(missing|corrupt)\]/);
    assert.match(await run(`repair second --from ${file}`), /^0 restored second from .*: 150 events/);
    assert.match(await run('verify second'), /^0 [\s\S]*intact/);
  });

  test('can be deleted', async (context) => {
    const run = await onDamaged(context, (stream) => rmSync(stream, { recursive: true }));
    assert.match(await run('runs'), /second .*\[log\.not_restored\]/);
    assert.match(await run('delete second --yes'), /^0 deleted run second/);
    assert.doesNotMatch(await run('runs'), /second/);
  });
});
