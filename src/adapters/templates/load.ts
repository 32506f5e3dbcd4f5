import { createHash } from 'node:crypto';
import { access, readdir, readlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import type { ZodType } from 'zod';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import type { Tree, TreeEntry } from '../../events/tree.ts';
import type { Template } from '../../events/vocabulary/run.ts';
import type { LoadedTemplate, Templates } from '../../ports/templates.ts';
import { readFileBelow } from '../files/read.ts';
import { looksLikeKey, secretive } from '../files/secretive.ts';
import { kindOf, walk } from '../files/walk.ts';
import { promptFileSchema, sandboxLimitsFileSchema, seedFileSchema, templateFileSchema } from './schema.ts';

type Places = {
  /** The project's own templates. */
  readonly templates: string;
  /** JSON file with the sandbox's default limits. */
  readonly sandboxLimits: string;
  /** True for a text with a secret; by default for one with an apparent key. */
  readonly holdsSecret?: (text: string) => boolean;
  /** Called for each omitted file. */
  readonly onNotice?: (line: string) => void;
};

type PutBlob = (bytes: Uint8Array) => Promise<string>;

const maximumTextBytes = 64_000;
const maximumFiles = 500;
const maximumFileBytes = 64 * 1024 ** 2;
/** Excluded from the workspace: read separately, or useless to an experiment. */
const apart =
  /^(latex|playbook|run_\d+|\.git|__pycache__)(\/|$)|^(library|prompt|seed_ideas|template)\.json$|\.(md|pyc)$/;

/** Ignored without a notice. */
const passedOver = /^(run_\d+|\.git|__pycache__)(\/|$)|\.pyc$/;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const broken = (folder: string, problem: string): CodedError =>
  new CodedError('template.broken', `template ${basename(folder)}: ${problem}`);

/**
 * Lists the plain files of a folder, sorted. Refuses links, because a link's target anywhere on this machine would be
 * read, recorded and exported. Throws CodedError('template.link'), ('template.broken') or ('template.too_large').
 */
const filesIn = async (folder: string): Promise<readonly string[]> => {
  const files: string[] = [];
  for await (const found of walk(folder, (path) => !passedOver.test(path))) {
    if ('reason' in found) throw broken(folder, `${found.path}: ${found.reason}`);
    const { path, status } = found;
    if (status.isSymbolicLink())
      throw new CodedError(
        'template.link',
        `template ${basename(folder)}: ${path} is a link (to ${await readlink(join(folder, path))}): put a copy in its place`,
      );
    if (!status.isFile()) throw broken(folder, `${path} is ${kindOf(status)}, not a file`);
    files.push(path);
  }
  if (files.length <= maximumFiles) return files.sort();
  throw new CodedError(
    'template.too_large',
    `template ${basename(folder)} has ${files.length} files; the maximum is ${maximumFiles}`,
  );
};

/** Throws CodedError('template.secret') for a text with a key, because a run records its inputs, which may be exported. */
const readBytes = async (folder: string, path: string, { holdsSecret = looksLikeKey }: Places): Promise<Buffer> => {
  const bytes = await readFileBelow(folder, path, maximumFileBytes);
  if (bytes !== undefined) {
    if (bytes.includes(0) || !holdsSecret(bytes.toString('utf8'))) return bytes;
    throw new CodedError(
      'template.secret',
      `template ${basename(folder)}: ${path} contains a key or a text that looks like one: remove it`,
    );
  }
  throw broken(folder, `${path} cannot be read, or has more than ${maximumFileBytes} bytes`);
};

const readJson = async <T>(
  folder: string,
  name: string,
  schema: ZodType<T>,
  places: Places,
  absent?: T,
): Promise<T> => {
  const isThere = await exists(join(folder, name));
  if (!isThere && absent !== undefined) return absent;
  if (!isThere) throw broken(folder, `${name} is missing`);
  const text = (await readBytes(folder, name, places)).toString('utf8');
  try {
    return schema.parse(parseJson(text));
  } catch (error) {
    throw new CodedError('template.broken', `template ${basename(folder)}: ${name} ${problemOf(error)}`, {
      cause: error,
    });
  }
};

const entryOf = async (bytes: Buffer, putBlob: PutBlob): Promise<TreeEntry> => {
  const isText = bytes.length <= maximumTextBytes && !bytes.includes(0);
  return isText ? { text: bytes.toString('utf8') } : { blob: await putBlob(bytes), sizeBytes: bytes.length };
};

/** Returns the files below a folder by relative path. */
const readTree = async (folder: string, files: readonly string[], putBlob: PutBlob, places: Places): Promise<Tree> =>
  Object.fromEntries(
    await Promise.all(files.map(async (path) => [path, await entryOf(await readBytes(folder, path, places), putBlob)])),
  );

const locate = async (nameOrPath: string, templates: string): Promise<string> => {
  for (const folder of [join(templates, nameOrPath), resolve(nameOrPath)]) {
    if (await exists(join(folder, 'experiment.py'))) return folder;
  }
  const known = (await readdir(templates, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== 'paper',
  );
  throw new CodedError(
    'template.unknown',
    `unknown template "${nameOrPath}": give one of ${known.map((entry) => entry.name).join(', ')}, or a folder with an experiment.py`,
  );
};

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');

/** Loads template folders: published ones, and those with our `template.json`. */
export const createTemplates = (places: Places): Templates => ({
  load: (nameOrPath, profile, putBlob) => load(nameOrPath, profile, putBlob, places),
});

const load = async (
  nameOrPath: string,
  wantedProfile: string | undefined,
  putBlob: PutBlob,
  places: Places,
): Promise<LoadedTemplate> => {
  const folder = await locate(nameOrPath, places.templates);
  const found = await filesIn(folder);
  for (const path of found.filter((one) => secretive.test(one)))
    places.onNotice?.(
      `template ${basename(folder)}: ${path} is left out, because its name is that of a hidden or secret file`,
    );
  const files = found.filter((path) => !secretive.test(path));
  for (const required of ['plot.py', 'prompt.json'])
    if (!files.includes(required)) throw broken(folder, `${required} is missing`);
  const own = await readJson(folder, 'template.json', templateFileSchema, places, templateFileSchema.parse({}));
  const prompt = await readJson(folder, 'prompt.json', promptFileSchema, places);
  const seeds = await readJson(folder, 'seed_ideas.json', seedFileSchema, places, []);
  const defaults = await readJson(
    resolve(places.sandboxLimits, '..'),
    basename(places.sandboxLimits),
    sandboxLimitsFileSchema,
    places,
  );
  const profiles = Object.keys(own.profiles);
  const profile = wantedProfile ?? profiles[0] ?? 'default';
  if (wantedProfile !== undefined && profiles.length > 0 && !profiles.includes(profile)) {
    throw new CodedError(
      'template.profile',
      `template ${basename(folder)} has no profile "${profile}": give one of ${profiles.join(', ')}`,
    );
  }
  const chosen = own.profiles[profile] ?? { environment: {}, experimentLimits: {}, plotLimits: {}, limits: {} };
  const workspace = await readTree(
    folder,
    files.filter((path) => !apart.test(path)),
    putBlob,
    places,
  );
  const paper = join(places.templates, 'paper');
  const paperFiles = (await filesIn(paper)).filter((path) => !path.endsWith('.md'));
  const ownLatex = await readTree(
    folder,
    files.filter((path) => path.startsWith('latex/')),
    putBlob,
    places,
  );
  const name = own.name ?? basename(folder);
  const experimentLimits = { ...defaults.experiment, ...chosen.experimentLimits };
  const latex = {
    ...(await readTree(paper, paperFiles, putBlob, places)),
    ...Object.fromEntries(Object.entries(ownLatex).map(([path, entry]) => [path.slice('latex/'.length), entry])),
  };
  const playbook = join(folder, 'playbook');
  const library = join(folder, 'library.json');
  return {
    folder,
    profile,
    limits: chosen.limits,
    packages: own.packages,
    playbook: (await exists(playbook)) ? playbook : undefined,
    library: (await exists(library)) ? library : undefined,
    template: {
      name,
      system: prompt.system,
      taskDescription: prompt.task_description,
      metrics: own.metrics,
      environment: chosen.environment,
      experimentLimits,
      plotLimits: { ...defaults.plot, ...chosen.plotLimits },
      ...(own.newModules && { newModules: own.newModules }),
      seeds,
      workspace,
      latex,
      baselineKey: sha256({ workspace, environment: chosen.environment, experimentLimits }),
    } as Template,
  };
};
