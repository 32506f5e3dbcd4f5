import {
  chmodSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** Damages to one file; the caller draws `at` and `bytes`. */
type Fault = (path: string, random: Random) => void;

const bytesOf = (random: Random, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, () => random.below(256));

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random.below(items.length)] as Item;

/** In the first bytes of a record, which locate the next one: few bytes, but the worst to lose. */
const inHeader = (bytes: Buffer, random: Random): number => {
  const starts = [0];
  for (let at = 0; at + 4 < bytes.length; ) {
    at += Math.max(4, bytes.readUInt32LE(at) & 0x7fffffff);
    if (at < bytes.length) starts.push(at);
  }
  return Math.min(bytes.length - 1, pick(random, starts) + random.below(22));
};

const faults: Readonly<Record<string, Fault>> = {
  flip: (path, random) => {
    const bytes = readFileSync(path);
    if (bytes.length === 0) return writeFileSync(path, bytesOf(random, 1));
    const at = path.endsWith('.blk') && random.chance(0.5) ? inHeader(bytes, random) : random.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    writeFileSync(path, bytes);
  },
  truncation: (path, random) => truncateSync(path, random.below(Math.max(1, statSync(path).size))),
  deletion: (path) => rmSync(path),
  garbage: (path, random) => writeFileSync(path, bytesOf(random, 1 + random.below(4_000))),
  'another owner': (path) => {
    chmodSync(path, 0o600);
    if (process.getuid?.() === 0) lchownSync(path, 65_534, 65_534);
    else chmodSync(path, 0);
  },
  folder: (path) => {
    rmSync(path);
    mkdirSync(path);
  },
};

/** Kinds of files, drawn equally often, except events: four times as often. Nothing depends on program logs and caches. */
const kinds: Readonly<Record<string, RegExp>> = {
  events: /streams\/lab-run-[^/]+\/msgs\/\d+\.blk$/,
  blobs: /streams\/OBJ_[^/]+\/msgs\/\d+\.blk$/,
  'other messages': /streams\/(?:KV_|lab-tasks)[^/]*\/msgs\/\d+\.blk$/,
  index: /msgs\/index\.db$/,
  metadata: /streams\/[^/]+\/meta\.(?:inf|sum)$/,
  consumers: /\/obs\/.+/,
  heads: /nats\/heads\/[^/]+$/,
  credentials: /credentials\.json$/,
  locks: /\.lock$/,
  records: /(?:last-port|server\.json|server\.pid)$/,
};

export type Damage = { readonly kind: string; readonly file: string; readonly fault: string };

/** Applies one damage to one file of a data folder while its server is stopped. */
export const damage = (home: string, random: Random): Damage => {
  const files = readdirSync(join(home, 'nats'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('nats', path))
    .filter((path) => statSync(join(home, path)).isFile())
    .sort();
  const present = Object.entries(kinds)
    .map(([kind, pattern]) => ({ kind, found: files.filter((path) => pattern.test(path)) }))
    .filter(({ found }) => found.length > 0)
    .flatMap((each) => (each.kind === 'events' ? [each, each, each, each] : [each]));
  const { kind, found } = pick(random, present);
  const file = pick(random, found);
  const fault = pick(random, Object.keys(faults));
  faults[fault]?.(join(home, file), random);
  return { kind, file, fault };
};
