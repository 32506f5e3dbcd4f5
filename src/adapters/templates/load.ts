import { createHash } from 'node:crypto';
import { access, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import type { ZodType } from 'zod';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import type { Tree, TreeEntry } from '../../events/tree.ts';
import type { Template } from '../../events/vocabulary/run.ts';
import type { LoadedTemplate, Templates } from '../../ports/templates.ts';
import { promptFileSchema, sandboxLimitsFileSchema, seedFileSchema, templateFileSchema } from './schema.ts';

type Places = {
  /** The project's own templates. */
  readonly templates: string;
  /** JSON file with the sandbox's default limits. */
  readonly sandboxLimits: string;
};

type PutBlob = (bytes: Uint8Array) => Promise<string>;

const maximumTextBytes = 64_000;
const maximumFiles = 500;
/** Not part of the workspace: read for themselves, or of no use to an experiment. */
const apart =
  /^(latex|playbook|run_\d+|\.git|__pycache__)(\/|$)|^(library|prompt|seed_ideas|template)\.json$|\.(md|pyc)$/;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const readJson = async <T>(folder: string, name: string, schema: ZodType<T>, absent?: T): Promise<T> => {
  const path = join(folder, name);
  if (absent !== undefined && !(await exists(path))) return absent;
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = isMissing ? 'is missing' : problemOf(error);
    throw new CodedError('template.broken', `template ${basename(folder)}: ${name} ${problem}`, { cause: error });
  }
};

const entryOf = async (path: string, putBlob: PutBlob): Promise<TreeEntry> => {
  const bytes = await readFile(path);
  const isText = bytes.length <= maximumTextBytes && !bytes.includes(0);
  return isText ? { text: bytes.toString('utf8') } : { blob: await putBlob(bytes), sizeBytes: bytes.length };
};

const readTree = async (folder: string, wanted: (path: string) => boolean, putBlob: PutBlob): Promise<Tree> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(wanted)
    .sort();
  if (files.length > maximumFiles)
    throw new CodedError(
      'template.too_large',
      `template ${basename(folder)} has ${files.length} files; at most ${maximumFiles}`,
    );
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [path, await entryOf(join(folder, path), putBlob)])),
  );
};

const locate = async (nameOrPath: string, templates: string): Promise<string> => {
  for (const folder of [join(templates, nameOrPath), resolve(nameOrPath)]) {
    if (await exists(join(folder, 'experiment.py'))) return folder;
  }
  const known = (await readdir(templates, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== 'paper',
  );
  throw new CodedError(
    'template.unknown',
    `no template "${nameOrPath}": give one of ${known.map((entry) => entry.name).join(', ')}, or a folder with an experiment.py`,
  );
};

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');

/** Template folders as values: the published ones, and those with our `template.json`. */
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
  const own = await readJson(folder, 'template.json', templateFileSchema, templateFileSchema.parse({}));
  const prompt = await readJson(folder, 'prompt.json', promptFileSchema);
  const seeds = await readJson(folder, 'seed_ideas.json', seedFileSchema, []);
  const defaults = await readJson(
    resolve(places.sandboxLimits, '..'),
    basename(places.sandboxLimits),
    sandboxLimitsFileSchema,
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
  const workspace = await readTree(folder, (path) => !apart.test(path), putBlob);
  const name = own.name ?? basename(folder);
  const experimentLimits = { ...defaults.experiment, ...chosen.experimentLimits };
  const latex = {
    ...(await readTree(join(places.templates, 'paper'), (path) => !path.endsWith('.md'), putBlob)),
    ...(await readTree(join(folder, 'latex'), () => true, putBlob)),
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
      seeds,
      workspace,
      latex,
      baselineKey: sha256({ workspace, environment: chosen.environment, experimentLimits }),
    } as Template,
  };
};
