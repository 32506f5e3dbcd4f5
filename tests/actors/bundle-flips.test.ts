import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkBlobs } from '../../src/actors/verify/blobs.ts';
import { checkChain } from '../../src/actors/verify/chain.ts';
import { isIntact, type Problem } from '../../src/actors/verify/check.ts';
import { withVerifiedBundle } from '../../src/actors/verify/verify-bundle.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { knownTo } from '../support/known-roles.ts';
import { randomFrom } from '../support/random.ts';
import {
  beginningOf,
  bundleBytes,
  memoryBundles,
  openBytes,
  playedVersion,
  playRecording,
} from '../support/recorded-run.ts';

const flips = 10_000;
const options = knownTo(playedVersion);

/** Flips one bit, does the work, and flips it back. */
const withFlip = async <Result>(bytes: Uint8Array, bit: number, work: () => Promise<Result>): Promise<Result> => {
  const index = bit >> 3;
  bytes[index] = (bytes[index] as number) ^ (1 << (bit & 7));
  try {
    return await work();
  } finally {
    bytes[index] = (bytes[index] as number) ^ (1 << (bit & 7));
  }
};

type Part = { readonly name: string; readonly from: number; readonly to: number };

/** The meaning of each byte of a bundle, read from the file as any tar reader would. */
const partsOf = (bytes: Buffer): readonly Part[] => {
  const parts: Part[] = [];
  let offset = 0;
  while (bytes[offset] !== 0) {
    const name = bytes.toString('latin1', offset, bytes.indexOf(0, offset));
    const sizeBytes = Number.parseInt(bytes.toString('latin1', offset + 124, offset + 135), 8);
    const end = offset + 512 + sizeBytes;
    const next = offset + 512 + Math.ceil(sizeBytes / 512) * 512;
    parts.push({ name: `header of ${name}`, from: offset, to: offset + 512 });
    parts.push({ name, from: offset + 512, to: end }, { name: `padding of ${name}`, from: end, to: next });
    offset = next;
  }
  return [...parts, { name: 'end of the archive', from: offset, to: bytes.length }];
};

const placeOfByte = (parts: readonly Part[], bytes: Buffer, offset: number): string => {
  const part = parts.find(({ from, to }) => offset >= from && offset < to) as Part;
  if (part.name !== 'events.jsonl') return part.name;
  let event = 1;
  for (let at = part.from; at < offset; at += 1) if (bytes[at] === 0x0a) event += 1;
  return `events.jsonl, event ${event}`;
};

/** What `import` does before it writes; it must stop here at a damaged bundle. */
const problemsIn = async (files: Map<string, Uint8Array>, damaged: boolean): Promise<readonly Problem[]> => {
  const { checks } = await withVerifiedBundle(memoryBundles(files), 'a.bundle.tar', options, async () => {
    assert.ok(!damaged, 'a damaged bundle was taken for an intact one');
  });
  return checks.flatMap(({ problems }) => problems);
};

describe('single flipped bits', { timeout: 600_000 }, async () => {
  const whole = await playRecording();
  const small = beginningOf(whole, 24);

  /** Flips bits in each part of a bundle, and returns their number; each must be found, located and refused. */
  const flipBundle = async (recording: Recording, seed: number, count: number): Promise<void> => {
    const bytes = await bundleBytes(recording);
    const parts = partsOf(bytes);
    const files = new Map([['a.bundle.tar', bytes]]);
    const random = randomFrom(seed);
    assert.deepEqual(await problemsIn(files, false), []);
    for (let done = 0; done < count; done += 1) {
      const bit = Math.floor(random() * bytes.length * 8);
      const place = placeOfByte(parts, bytes, bit >> 3);
      await withFlip(bytes, bit, async () => {
        const problems = await problemsIn(files, true).catch((error) => {
          assert.equal(error.code, 'bundle.foreign');
          return [{ place: `header of manifest.json`, message: error.message }];
        });
        assert.ok(
          problems.some((problem) => problem.place === place || problem.place.startsWith(`${place},`)),
          `seed ${seed}, bit ${bit} of ${place} was placed at ${JSON.stringify(problems)}`,
        );
      });
    }
    assert.deepEqual(await problemsIn(files, false), []);
  };

  test(`${flips} over a bundle are each found where they are, and import takes none`, async () => {
    await flipBundle(small, 1, flips);
  });

  test('the command refuses them too, before it opens a broker', async (context) => {
    const bytes = await bundleBytes(small);
    const files = new Map([['a.bundle.tar', bytes]]);
    const services = { ...servicesOn(createMemoryBroker()), bundles: memoryBundles(files) };
    const openBroker = () => assert.fail('a damaged bundle came as far as the broker');
    for (let bit = 5; bit < bytes.length * 8; bit += Math.floor(bytes.length / 4)) {
      const { code, output } = await withFlip(bytes, bit, () =>
        call(context, { ...services, openBroker }, 'import a.bundle.tar'),
      );
      assert.equal(code, 7);
      assert.match(output, /\[(import\.refused|bundle\.foreign)\]/);
    }
  });

  test('200 over the bundle of a whole run are each found where they are', async () => {
    await flipBundle(whole, 2, 200);
  });

  test(`${flips} over a run's blobs are each found, and the blob is named`, async () => {
    const random = randomFrom(3);
    const broker = createMemoryBroker();
    const bundle = await openBytes(await bundleBytes(small));
    const names = [...bundle.entries.keys()].filter((name) => name.startsWith('blobs/')).map((name) => name.slice(6));
    const held = new Map<string, Uint8Array>();
    for (const name of names) held.set(name, Buffer.from(await small.blobs.get(name)));
    const blobs = {
      ...broker.blobs,
      has: async (name: string) => held.has(name),
      get: async (name: string) => held.get(name) ?? broker.blobs.get(name),
    };
    assert.equal((await checkBlobs(small.log, blobs)).status, 'ok');
    const full = [...held].filter(([, bytes]) => bytes.length > 0);
    for (let done = 0; done < flips; done += 1) {
      const [name, bytes] = full[Math.floor(random() * full.length)] as [string, Uint8Array];
      const bit = Math.floor(random() * bytes.length * 8);
      const { status, problems } = await withFlip(bytes, bit, () => checkBlobs(small.log, blobs));
      assert.equal(status, 'failed', `bit ${bit} of blob ${name}`);
      assert.match(problems[0]?.place ?? '', new RegExp(`^blob ${name} of event \\d+, `));
    }
  });

  test('1000 over the events of a stored run are each found by the chain, between two of its values', async () => {
    const random = randomFrom(4);
    const log = beginningOf(whole, 140).log.map((recorded) => ({ ...recorded, bytes: Buffer.from(recorded.bytes) }));
    const last = log.findLast(({ event }) => event.type === 'log.chained')?.event.data as { through: number };
    assert.ok(last.through >= 128);
    assert.equal(isIntact([checkChain(log, log, true)]), true);
    for (let done = 0; done < 1000; done += 1) {
      const flipped = log[Math.floor(random() * last.through)] as (typeof log)[number];
      const bit = Math.floor(random() * flipped.bytes.length * 8);
      const { status, problems } = await withFlip(flipped.bytes, bit, async () => checkChain(log, log, true));
      const [, from, to] = /^events (\d+) to (\d+)/.exec(problems[0]?.place ?? '') ?? [];
      assert.equal(status, 'failed');
      assert.ok(Number(from) <= flipped.sequence && flipped.sequence <= Number(to), problems[0]?.place);
    }
  });
});
