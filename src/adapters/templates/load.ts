import { createHash } from 'node:crypto';
import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import canonicalize from 'canonicalize';
import type { ZodType } from 'zod';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import { isText, type TreeEntry } from '../../events/tree.ts';
import type { Template } from '../../events/vocabulary/run.ts';
import { type LoadedTemplate, noOverlay, type Overlay, type Templates } from '../../ports/templates.ts';
import {
  broken,
  filesIn,
  maximumTextBytes,
  type PutBlob,
  type Reading,
  readBytes,
  readTree,
  tooLarge,
} from './files.ts';
import {
  ideasFileSchema,
  profileSchema,
  promptFileSchema,
  sandboxLimitsFileSchema,
  templateFileSchema,
} from './schema.ts';

type Places = Reading & {
  /** The project's own templates. */
  readonly templates: string;
  /** JSON file with the sandbox's default limits. */
  readonly sandboxLimits: string;
};

/** Excluded from the workspace, because they are read separately. */
const apart = /^latex\/|^(library|prompt|seed_ideas|ideas|template)\.json$/;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

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
  const text = (await readBytes(folder, name, places)).toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw broken(folder, `${name} is empty`);
  try {
    return schema.parse(parseJson(text));
  } catch (error) {
    throw new CodedError('template.broken', `template ${basename(folder)}: ${name}: ${problemOf(error)}`, {
      cause: error,
    });
  }
};

const locate = async (nameOrPath: string, templates: string): Promise<string> => {
  const isPath = /[/\\]/.test(nameOrPath);
  for (const folder of [...(isPath ? [] : [join(templates, nameOrPath)]), resolve(nameOrPath)]) {
    if (await exists(join(folder, 'experiment.py'))) return folder;
  }
  if (isPath)
    throw new CodedError(
      'template.unknown',
      `unknown template "${nameOrPath}": there is no experiment.py in ${resolve(nameOrPath)}`,
    );
  const known = (await readdir(templates, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== 'paper',
  );
  throw new CodedError(
    'template.unknown',
    `unknown template "${nameOrPath}": give one of ${known.map((entry) => entry.name).join(', ')}, or a folder with an experiment.py`,
  );
};

/** The seed ideas, and those that a published result lists beside them. */
const readIdeas = async (folder: string, places: Places): Promise<Template['seeds']> => {
  const seeds = await readJson(folder, 'seed_ideas.json', ideasFileSchema, places, []);
  const listed = await readJson(folder, 'ideas.json', ideasFileSchema, places, []);
  return [...new Map([...listed, ...seeds].map((idea) => [idea.name, idea])).values()].sort(
    (a, b) => Number(listed.includes(a)) - Number(listed.includes(b)),
  );
};

/** Throws CodedError('template.profile'). A run without profiles is recorded under the name `default`. */
const profileNamed = (folder: string, wanted: string | undefined, profiles: readonly string[]): string => {
  const none = 'default';
  const profile = wanted ?? profiles[0] ?? none;
  if (profiles.includes(profile) || (profiles.length === 0 && profile === none)) return profile;
  throw new CodedError(
    'template.profile',
    `template ${basename(folder)} has no profile "${profile}": ${profiles.length === 0 ? 'it has no profiles' : `give one of ${profiles.join(', ')}`}`,
  );
};

/** Throws unless the code is a text that prompts can show. */
const checkCode = (folder: string, name: string, entry: TreeEntry | undefined): void => {
  if (entry === undefined || isText(entry)) {
    if (entry?.text.trim() === '') throw broken(folder, `${name} is empty`);
  } else if (entry.sizeBytes > maximumTextBytes)
    throw tooLarge(
      folder,
      `${name} has ${entry.sizeBytes} bytes; at most ${maximumTextBytes} can be shown to a model: move parts into modules beside it`,
    );
  else throw broken(folder, `${name} is not UTF-8 text`);
};

const withDirections = (metrics: Template['metrics'], directions: Overlay['metrics']): Template['metrics'] => ({
  ...metrics,
  ...Object.fromEntries(Object.entries(directions).map(([name, better]) => [name, { ...metrics[name], better }])),
});

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');

/** Loads template folders: published ones, and those with our `template.json`. */
export const createTemplates = (places: Places): Templates => ({
  load: (nameOrPath, profile, putBlob, overlay = noOverlay) => load(nameOrPath, profile, putBlob, overlay, places),
});

const load = async (
  nameOrPath: string,
  wantedProfile: string | undefined,
  putBlob: PutBlob,
  overlay: Overlay,
  places: Places,
): Promise<LoadedTemplate> => {
  const folder = await locate(nameOrPath, places.templates);
  const files = await filesIn(folder, places);
  for (const required of ['plot.py', 'prompt.json'])
    if (!files.includes(required)) throw broken(folder, `${required} is missing`);
  const own = await readJson(folder, 'template.json', templateFileSchema, places, templateFileSchema.parse({}));
  const prompt = await readJson(folder, 'prompt.json', promptFileSchema, places);
  const seeds = await readIdeas(folder, places);
  const defaults = await readJson(
    resolve(places.sandboxLimits, '..'),
    basename(places.sandboxLimits),
    sandboxLimitsFileSchema,
    places,
  );
  const profile = profileNamed(folder, wantedProfile, Object.keys(own.profiles));
  const chosen = own.profiles[profile] ?? profileSchema.parse({});
  const playbook = files.includes('playbook/playbook.json') ? join(folder, 'playbook') : undefined;
  const workspace = await readTree(
    folder,
    files.filter((path) => !apart.test(path) && (playbook === undefined || !path.startsWith('playbook/'))),
    putBlob,
    places,
  );
  for (const code of ['experiment.py', 'plot.py']) checkCode(folder, code, workspace[code]);
  const paper = join(places.templates, 'paper');
  const paperFiles = (await filesIn(paper, places)).filter((path) => !path.endsWith('.md'));
  const ownLatex = await readTree(
    folder,
    files.filter((path) => path.startsWith('latex/')),
    putBlob,
    places,
  );
  const name = own.name ?? basename(folder);
  const experimentLimits = { ...defaults.experiment, ...chosen.experimentLimits, ...overlay.experimentLimits };
  const environment = { ...chosen.environment, ...overlay.environment };
  const given = [...chosen.arguments, ...overlay.arguments];
  const started = given.length === 0 ? {} : { arguments: given };
  const latex = {
    ...(await readTree(paper, paperFiles, putBlob, places)),
    ...Object.fromEntries(Object.entries(ownLatex).map(([path, entry]) => [path.slice('latex/'.length), entry])),
  };
  const library = join(folder, 'library.json');
  return {
    folder,
    isBuiltIn: dirname(folder) === resolve(places.templates),
    profile,
    limits: { ...chosen.limits, ...overlay.limits },
    packages: own.packages,
    playbook,
    library: (await exists(library)) ? library : undefined,
    template: {
      name,
      system: prompt.system,
      taskDescription: prompt.task_description,
      metrics: withDirections(own.metrics, overlay.metrics),
      environment,
      ...started,
      baselineFolder: 'baseline',
      experimentLimits,
      plotLimits: { ...defaults.plot, ...chosen.plotLimits },
      ...(own.newModules && { newModules: own.newModules }),
      seeds,
      workspace,
      latex,
      baselineKey: sha256({ workspace, environment, experimentLimits, ...started }),
    } as Template,
  };
};
