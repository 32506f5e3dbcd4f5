import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { basename, extname, resolve } from 'node:path';
import { storeEarlier } from '../../actors/earlier.ts';
import { importRoles, loadRoles } from '../../actors/roles/load.ts';
import { createRoster } from '../../actors/roster.ts';
import { cleaning } from '../../events/clean.ts';
import { ideaScope, requestId, startedId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import { shellEvent } from '../../events/shell-event.ts';
import { isText, type Tree } from '../../events/tree.ts';
import type { ImportedIdea } from '../../events/vocabulary/imported.ts';
import { runStartedSchema } from '../../events/vocabulary/run.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Broker } from '../../ports/broker.ts';
import { withBroker } from '../runs/read.ts';
import { whileStoring } from '../runs/storing.ts';
import type { Services } from '../services.ts';
import { settleAlone } from '../steer/requests.ts';
import { runsOfRatings } from './v1/ratings.ts';
import { type Found, type FoundRun, type Naming, type ReadFile, runsIn } from './v1/runs.ts';

/** A run that the import made, or found made by an earlier import of the same results. */
export type ImportedRun = {
  readonly run: string;
  readonly template: string;
  readonly model: string;
  readonly ideas: number;
  readonly papers: number;
  /** Files that were not taken over. */
  readonly leftOut: number;
  readonly isNew: boolean;
};

/** Longer texts are read by nothing but people, so they are blobs in the store. */
const maximumReadBytes = 4 * 1024 ** 2;
const maximumTextLength = 16_000;
const maximumTextsLength = 200_000;
/** Bounds on the paths in one event. */
const maximumFiles = 1000;
const maximumListed = 20;

const entryOf = async (bytes: Uint8Array, blobs: Blobs): Promise<Tree[string]> => {
  const isShort = bytes.length <= maximumReadBytes && isUtf8(bytes) && !bytes.includes(0);
  return isShort ? { text: Buffer.from(bytes).toString() } : { blob: await blobs.put(bytes), sizeBytes: bytes.length };
};

const readFolder = async (services: Services, broker: Broker, path: string): Promise<Map<string, ReadFile>> => {
  const files = new Map<string, ReadFile>();
  for await (const file of services.outside.files(path))
    files.set(file.path, 'reason' in file ? { reason: file.reason } : await entryOf(file.bytes, broker.blobs));
  return files;
};

const foundAt = async (
  services: Services,
  broker: Broker,
  path: string,
  naming: Naming,
): Promise<readonly FoundRun[]> => {
  if ((await services.outside.kindOf(path)) === 'folder')
    return runsIn(resolve(path), await readFolder(services, broker, path), naming);
  return runsOfRatings(basename(path, extname(path)), await services.outside.text(path), naming);
};

/** The files of an idea as its event holds them: short texts inline as long as there is room, all others as blobs. */
const recordedFiles = async (idea: Found, blobs: Blobs): Promise<Pick<ImportedIdea, 'files' | 'leftOut'>> => {
  const files: Record<string, Tree[string]> = {};
  const leftOut = [...idea.leftOut];
  let room = maximumTextsLength;
  for (const [path, entry] of Object.entries(idea.files)) {
    if (Object.keys(files).length >= maximumFiles) {
      leftOut.push({ path, reason: `the idea has more than ${maximumFiles} files` });
    } else if (!isText(entry)) files[path] = entry;
    else if (entry.text.length <= maximumTextLength && entry.text.length <= room) {
      files[path] = entry;
      room -= entry.text.length;
    } else {
      const bytes = Buffer.from(entry.text);
      files[path] = { blob: await blobs.put(bytes), sizeBytes: bytes.length };
    }
  }
  return { files, leftOut: { count: leftOut.length, first: leftOut.slice(0, maximumListed) } };
};

const recordedIdea = async (idea: Found, number: number, blobs: Blobs): Promise<ImportedIdea> => {
  const { files: _, leftOut: __, ...rest } = idea;
  const cleaned: typeof rest = JSON.parse(JSON.stringify(rest), cleaning);
  return { number, ...cleaned, ...(await recordedFiles(idea, blobs)) };
};

const token = (text: string, length: number): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-|-$/g, '');

/** The same results have the same name, so that a repeated import finds its run. */
const nameOf = ({ template, model }: FoundRun, ideas: readonly ImportedIdea[]): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([template, model, ideas]))
    .digest('hex')
    .slice(0, 8);
  return ['v1', token(template, 22), token(model, 26), hash].filter((part) => part !== '').join('-');
};

/** Nothing runs in an imported run, so its limits limit nothing. */
const limits = { wallTimeMs: 1, memoryBytes: 1, processes: 1, fileSizeBytes: 1, diskBytes: 1, outputBytes: 1 };

const startOf = async (
  services: Services,
  broker: Broker,
  { template, model }: FoundRun,
  ideas: number,
  from: string,
) => {
  const loaded = (await loadRoles(importRoles, services.version)).roles;
  return runStartedSchema.parse({
    settings: { profile: 'imported', ideas, limits: {}, budget: { dollars: null, tokens: null, hours: null } },
    template: {
      ...{ name: template, system: '', taskDescription: '', metrics: {}, environment: {}, seeds: [], baselineKey: '' },
      ...{ experimentLimits: limits, plotLimits: limits, workspace: {}, latex: {} },
    },
    roster: createRoster(loaded, {}, []).record,
    earlier: await storeEarlier(broker.blobs, []),
    baseline: null,
    models: { scientist: model, coder: model, writer: model },
    program: { name: 'ai-scientist', version: services.version },
    sandbox: 'none',
    imported: { format: 'v1', from },
  });
};

/** Every id follows from the results, so an interrupted import is completed by repeating it. */
const record = async (services: Services, broker: Broker, found: FoundRun, from: string): Promise<ImportedRun> => {
  const ideas: ImportedIdea[] = [];
  for (const [index, idea] of found.ideas.entries()) ideas.push(await recordedIdea(idea, index + 1, broker.blobs));
  const run = nameOf(found, ideas);
  const present = (await broker.logs.list()).includes(run);
  const log = present ? await broker.logs.open(run) : await broker.logs.create(run);
  const started = await startOf(services, broker, found, ideas.length, from);
  const now = (): string => services.clock.now();
  await log.append(shellEvent('run.started', started, { id: startedId, run, role: 'host' }, now()));
  for (const idea of ideas) {
    const { number } = idea;
    const head = { id: requestId(`import-${number}`), run, scope: ideaScope(number), role: 'human' };
    await log.append(shellEvent('idea.imported', idea, head, now()));
  }
  await settleAlone(services, broker, run);
  return {
    ...{ run, template: found.template, model: found.model, ideas: ideas.length, isNew: !present },
    papers: ideas.filter(({ papers }) => papers.length > 0).length,
    leftOut: ideas.reduce((sum, { leftOut }) => sum + leftOut.count, 0),
  };
};

/**
 * Records what the first AI Scientist wrote, a folder of results or a table of ratings, as one run for each template and
 * model. Throws CodedError('outside.empty', 'outside.unreadable' or 'table.unusable').
 */
export const importV1 = (services: Services, path: string, naming: Naming): Promise<readonly ImportedRun[]> =>
  withBroker(services, (broker) =>
    whileStoring(broker, 'import', async () => {
      const found = await foundAt(services, broker, path, naming);
      if (found.length === 0)
        throw new CodedError('outside.empty', `${path}: no folder of an idea with notes, results or a review is in it`);
      const runs: ImportedRun[] = [];
      for (const one of found) runs.push(await record(services, broker, one, basename(resolve(path))));
      return runs;
    }),
  );
