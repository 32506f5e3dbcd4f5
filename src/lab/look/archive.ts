import { CodedError } from '../../events/outcome.ts';
import { type Archive, type ArchiveEntry, archiveOf } from '../../events/projections/archive.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun, runsByAge } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';

/** Which ideas are wanted: of one run, of runs on one template, of one name. */
export type ArchiveWish = {
  readonly run?: string | undefined;
  readonly template?: string | undefined;
  readonly idea?: string | undefined;
};

export type ArchivedEntry = { readonly run: string; readonly template: string; readonly entry: ArchiveEntry };

const readArchives = async (broker: Broker, { run, template }: ArchiveWish): Promise<readonly Archive[]> => {
  const only = run === undefined ? undefined : await findRun(broker, run);
  const archives: Archive[] = [];
  for (const { run: name, start } of await runsByAge(broker)) {
    if (only !== undefined && name !== only) continue;
    if (template !== undefined && start.data.template.name !== template) continue;
    archives.push(archiveOf(await readEvents(broker, name)));
  }
  return archives;
};

const entriesOf = (archives: readonly Archive[]): readonly ArchivedEntry[] =>
  archives.flatMap(({ run, template, ideas }) =>
    ideas.filter(({ origin }) => origin === 'run').map((entry) => ({ run, template, entry })),
  );

const named = (all: readonly ArchivedEntry[], name: string): readonly ArchivedEntry[] => {
  const found = all.filter(({ entry }) => entry.name === name);
  if (found.length > 0) return found;
  const near = [...new Set(all.map(({ entry }) => entry.name))].filter((one) => one.startsWith(name));
  if (near.length === 1) return all.filter(({ entry }) => entry.name === near[0]);
  const known = [...new Set(all.map(({ entry }) => entry.name).filter((one) => one !== ''))].slice(0, 12).join(', ');
  throw new CodedError(
    'idea.unknown',
    `no idea "${name}" in the archive: ${known === '' ? 'it is empty' : `there are ${known}`}`,
  );
};

/** Ideas of recorded runs, those of the newest run first. Throws CodedError('idea.unknown'). */
export const readArchive = (services: Services, wish: ArchiveWish): Promise<readonly ArchivedEntry[]> =>
  withBroker(services, async (broker) => {
    const all = entriesOf(await readArchives(broker, wish));
    return wish.idea === undefined ? all : named(all, wish.idea);
  });
