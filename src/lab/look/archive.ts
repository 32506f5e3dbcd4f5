import { CodedError } from '../../events/outcome.ts';
import { type Archive, type ArchiveEntry, archiveOf } from '../../events/projections/archive.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun, runsByAge, type Unreadable, unreadable } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';

/** Selects ideas: of one run, of runs on one template, of one name. */
export type ArchiveWish = {
  readonly run?: string | undefined;
  readonly template?: string | undefined;
  readonly idea?: string | undefined;
};

export type ArchivedEntry = { readonly run: string; readonly template: string; readonly entry: ArchiveEntry };

type Found = { readonly archives: readonly Archive[]; readonly damaged: readonly Unreadable[] };

/** The archives of all readable runs. Throws for an unreadable run that was asked for by name. */
const readArchives = async (broker: Broker, { run, template }: ArchiveWish): Promise<Found> => {
  if (run !== undefined) {
    const archive = archiveOf(await readEvents(broker, await findRun(broker, run)));
    return { archives: template === undefined || archive.template === template ? [archive] : [], damaged: [] };
  }
  const found = await runsByAge(broker);
  const damaged = [...found.unreadable];
  const archives: Archive[] = [];
  for (const { run: name, start } of found.runs) {
    if (template !== undefined && start.data.template.name !== template) continue;
    try {
      archives.push(archiveOf(await readEvents(broker, name)));
    } catch (error) {
      damaged.push(unreadable(name, error));
    }
  }
  return { archives, damaged };
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
    `no idea "${name}" in the archive: ${known === '' ? 'it is empty' : `it has ${known}`}`,
  );
};

/** Ideas of recorded runs, newest run first, and the unreadable runs. Throws CodedError('idea.unknown'). */
export const readArchive = (
  services: Services,
  wish: ArchiveWish,
): Promise<{ readonly ideas: readonly ArchivedEntry[]; readonly damaged: readonly Unreadable[] }> =>
  withBroker(services, async (broker) => {
    const { archives, damaged } = await readArchives(broker, wish);
    const all = entriesOf(archives);
    return { ideas: wish.idea === undefined ? all : named(all, wish.idea), damaged };
  });
