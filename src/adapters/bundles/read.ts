import type { BundleEntry } from '../../events/bundle.ts';
import { isEntryName } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Bundle, Damage } from '../../ports/bundles.ts';
import { findDamages } from './damages.ts';
import {
  bounds,
  type Layout,
  layoutOf,
  manifestName,
  type Placed,
  parseManifest,
  sha256,
  sumName,
  sumText,
} from './layout.ts';
import type { Source } from './source.ts';
import { blockBytes, paddingBytes, sizeInHeader, tarHeader } from './tar.ts';

const damaged = (path: string, { part, offset, message }: Damage): CodedError =>
  new CodedError('bundle.damaged', `bundle ${path}, ${part}, byte ${offset}: ${message}`, {
    details: { part, offset, message },
  });

const readManifest = async (source: Source): Promise<Uint8Array> => {
  const header = await source.read(0, blockBytes);
  const sizeBytes = sizeInHeader(header);
  const expected = tarHeader(manifestName, sizeBytes || 0);
  const wrong = expected.findIndex((byte, index) => byte !== header[index]);
  if (wrong >= 0 && wrong < manifestName.length)
    throw new CodedError(
      'bundle.foreign',
      `${source.path} is not a bundle of a run: byte ${wrong} is not as \`export\` writes it`,
    );
  const part = `header of ${manifestName}`;
  if (wrong >= 0) throw damaged(source.path, { part, offset: wrong, message: 'not as `export` writes it' });
  if (sizeBytes > bounds.manifestBytes)
    throw damaged(source.path, { part, offset: 0, message: `${sizeBytes} bytes exceed the limit for reading` });
  return source.read(blockBytes, sizeBytes);
};

/** Tells a damaged sum, which still matches almost everywhere, from a damaged manifest, whose sum matches only by chance. */
const blameForSum = (recorded: string, computed: string): string => {
  const agreeing = [...computed].filter((character, index) => recorded[index] === character).length;
  return agreeing > computed.length / 2 ? sumName : manifestName;
};

const checkSum = async (source: Source, manifest: Uint8Array): Promise<void> => {
  const headerOffset = blockBytes + manifest.length + paddingBytes(manifest.length);
  const computed = sumText(manifest);
  const recorded = Buffer.from(await source.read(headerOffset + blockBytes, computed.length)).toString('latin1');
  if (recorded === computed) return;
  const part = blameForSum(recorded, computed);
  const offset = part === manifestName ? blockBytes : headerOffset + blockBytes;
  throw damaged(source.path, { part, offset, message: `${manifestName} and ${sumName} do not agree` });
};

const checkEntries = (path: string, entries: readonly BundleEntry[], sizeBytes: number): void => {
  const fail = (message: string): never => {
    throw damaged(path, { part: manifestName, offset: blockBytes, message });
  };
  if (entries.length > bounds.entries) fail(`${entries.length} entries exceed the limit for reading`);
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) fail('two entries have the same name');
  const strange = entries.find(({ name, sizeBytes }) => !isEntryName(name) || sizeBytes > bounds.entryBytes);
  if (strange !== undefined) fail(`entry "${strange.name}" of ${strange.sizeBytes} bytes is not allowed`);
  const total = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (total !== sizeBytes) fail(`the entries have ${total} bytes together, not ${sizeBytes}`);
};

class OpenBundle implements Bundle {
  readonly path: string;
  readonly about: Bundle['about'];
  readonly entries: ReadonlyMap<string, Placed>;
  readonly #source: Source;
  readonly #layout: Layout;

  constructor(source: Source, about: Bundle['about'], layout: Layout) {
    this.path = source.path;
    this.about = about;
    this.entries = new Map(layout.entries.map((entry) => [entry.name, entry]));
    this.#source = source;
    this.#layout = layout;
  }

  get digest(): string {
    return this.#layout.manifest.sha256;
  }

  get sizeBytes(): number {
    return this.#layout.sizeBytes;
  }

  offsetOf(name: string): number {
    return this.#entry(name).offset;
  }

  async read(name: string): Promise<Uint8Array> {
    const bytes = await this.readAnyway(name);
    const { offset, sha256: wanted } = this.#entry(name);
    if (sha256(bytes) === wanted) return bytes;
    throw damaged(this.path, { part: name, offset, message: `its SHA-256 is not ${wanted}` });
  }

  readAnyway(name: string): Promise<Uint8Array> {
    const { offset, sizeBytes } = this.#entry(name);
    return this.#source.read(offset, sizeBytes);
  }

  damages(): Promise<readonly Damage[]> {
    return findDamages(this.#source, this.#layout);
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #entry(name: string): Placed {
    const entry = this.entries.get(name);
    if (entry !== undefined) return entry;
    throw damaged(this.path, { part: manifestName, offset: blockBytes, message: `it lists no entry ${name}` });
  }
}

/** Reads and checks the manifest, which determines the layout. Closes the source when it throws. */
export const openBundle = async (source: Source): Promise<Bundle> => {
  try {
    const bytes = await readManifest(source);
    const manifest = parseManifest(bytes);
    if (manifest === undefined) {
      const message = 'not as `export` writes it, or written by a later version of the program';
      throw damaged(source.path, { part: manifestName, offset: blockBytes, message });
    }
    await checkSum(source, bytes);
    checkEntries(source.path, manifest.entries, manifest.sizeBytes);
    const { run, events, chain } = manifest;
    return new OpenBundle(source, { run, events, chain }, layoutOf(manifest, bytes));
  } catch (error) {
    await source.close();
    throw error;
  }
};
