import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bundleContents } from '../../src/actors/bundle/contents.ts';
import { sha256 } from '../../src/actors/canonical.ts';
import { isIntact } from '../../src/actors/verify/check.ts';
import { withVerifiedBundle } from '../../src/actors/verify/verify-bundle.ts';
import { bundlePieces } from '../../src/adapters/bundles/write.ts';
import type { BundleContent } from '../../src/ports/bundles.ts';
import { collect } from '../support/broker-data.ts';
import { failedIn, problemIn, summaryOf } from '../support/checks.ts';
import { knownTo } from '../support/known-roles.ts';
import { beginningOf, builtInCharts, memoryBundles, playedVersion, playRecording } from '../support/recorded-run.ts';

const options = knownTo(playedVersion);

describe('verifying a bundle', { timeout: 120_000 }, async () => {
  const whole = await playRecording();

  /** A bundle with a correct manifest whose contents are not those that its log requires. */
  const verifyContents = async (change: (contents: BundleContent[]) => BundleContent[], about: object = {}) => {
    const { about: real, contents } = await bundleContents(beginningOf(whole, 24), await builtInCharts());
    const bytes = Buffer.concat(await collect(bundlePieces({ ...real, ...about }, change([...contents]))));
    const files = memoryBundles(new Map([['a', bytes]]));
    const { checks, result: taken } = await withVerifiedBundle(files, 'a', options, async () => 'taken');
    assert.equal(taken === 'taken', isIntact(checks));
    return checks;
  };
  const file = (name: string, text: string): BundleContent => ({
    name,
    sizeBytes: text.length,
    sha256: sha256(text),
    read: async () => Buffer.from(text),
  });
  const replaced = (name: string, text: string) => (contents: BundleContent[]) =>
    contents.map((content) => (content.name === name ? file(name, text) : content));

  test('a bundle that differs from what export writes is refused', async () => {
    assert.deepEqual(failedIn(await verifyContents((contents) => contents)), []);
    const cases: readonly [RegExp, Parameters<typeof verifyContents>[0], object?][] = [
      [/^blobs\/stray: nothing in the log requires it/, (contents) => [...contents, file('blobs/stray', 'x')]],
      [/^readme: nothing in the log requires it/, (contents) => [...contents, file('readme', 'x')]],
      [/^chain\.txt: it is not the hash chain/, replaced('chain.txt', `${'0'.repeat(64)}\n`)],
      [/^template\/workspace\/plot\.py: it is not what/, replaced('template/workspace/plot.py', 'other')],
      [/^charts\/coder\.json: /, replaced('charts/coder.json', 'no JSON')],
      [/^charts\/coder\.json: it is the chart of writer/, replaced('charts/coder.json', '{"role":"writer"}')],
      [
        /^manifest\.json: the entries are not in the order/,
        ([first, second, ...rest]) => [second, first, ...rest] as BundleContent[],
      ],
      [/^manifest\.json: it states 7 events, but there are 24/, (contents) => contents, { events: 7 }],
      [
        /^manifest\.json: the chain's last value is [0-9a-f]{64}, not 0{64}$/,
        (contents) => contents,
        { chain: '0'.repeat(64) },
      ],
    ];
    for (const [problem, change, about] of cases) {
      const checks = await verifyContents(change, about);
      assert.deepEqual(failedIn(checks), ['contents']);
      assert.match(problemIn(checks, 'contents'), problem);
    }
    const blobless = await verifyContents((contents) => contents.filter(({ name }) => !name.startsWith('blobs/')));
    assert.deepEqual(failedIn(blobless), ['blobs']);
    const logless = await verifyContents((contents) => contents.slice(1));
    assert.match(problemIn(logless, 'contents'), /^manifest\.json: it lists no events\.jsonl/);
    const renamed = await verifyContents((contents) => contents, { run: 'other' });
    assert.ok(failedIn(renamed).includes('envelopes'));
  });

  const wholeBytes = async (): Promise<Buffer> => {
    const { about, contents } = await bundleContents(beginningOf(whole, 24), []);
    return Buffer.concat(await collect(bundlePieces(about, contents)));
  };
  const verifyBytes = async (given: Buffer) =>
    (await withVerifiedBundle(memoryBundles(new Map([['a', given]])), 'a', options, async () => {})).checks;

  test('of a bundle with a damaged manifest that is reported alone; a file that is no bundle is refused', async () => {
    const bytes = await wholeBytes();
    bytes[bytes.indexOf('"chain"') + 1] = 0x43;
    const checks = await verifyBytes(bytes);
    assert.deepEqual([checks.length, failedIn(checks)], [1, ['file']]);
    assert.match(problemIn(checks, 'file'), /^manifest\.json, byte \d+: /);
    assert.match(summaryOf(checks, 'file'), /without its manifest nothing else can be looked at/);
    await assert.rejects(verifyBytes(Buffer.alloc(2048, 'x')), { code: /^bundle\./ });
  });

  test('a bundle that is too short or too long is reported', async () => {
    const bytes = await wholeBytes();
    assert.deepEqual(failedIn(await verifyBytes(bytes)), []);
    assert.match(
      problemIn(await verifyBytes(bytes.subarray(0, -1)), 'file'),
      /^end of the archive, byte \d+: the file ends too early/,
    );
    assert.deepEqual(failedIn(await verifyBytes(bytes.subarray(0, 50_000))), ['file']);
    assert.match(
      problemIn(await verifyBytes(Buffer.concat([bytes, Buffer.alloc(512)])), 'file'),
      /512 surplus bytes follow/,
    );
  });
});
