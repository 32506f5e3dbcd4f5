import { CodedError } from '../../events/outcome.ts';
import { type ArchiveEntry, archiveOf } from '../../events/projections/archive.ts';
import type { IdeaLine } from '../../events/projections/idea-line.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import { type SummarisedRun, summarise, type Unreadable, unreadable } from '../runs/summaries.ts';
import type { Services } from '../services.ts';

/** Selects ideas: of one run, or of runs on one template. */
export type ArchiveWish = {
  readonly run?: string | undefined;
  readonly template?: string | undefined;
};

export type ListedIdea = { readonly run: string; readonly template: string; readonly line: IdeaLine };
export type ArchivedIdea = { readonly run: string; readonly template: string; readonly entry: ArchiveEntry };

type Found = { readonly runs: readonly SummarisedRun[]; readonly damaged: readonly Unreadable[] };

/** Newest first. Throws if a run that is asked for by name cannot be read. */
const find = async (broker: Broker, { run: given, template }: ArchiveWish): Promise<Found> => {
  const wanted = given === undefined ? undefined : await findRun(broker, given);
  const found = await summarise(broker);
  if (wanted !== undefined && found.unreadable.some(({ run }) => run === wanted)) await readEvents(broker, wanted);
  const runs = found.runs.filter(
    ({ run, summary }) =>
      (wanted === undefined || run === wanted) && (template === undefined || summary.template === template),
  );
  return { runs, damaged: wanted === undefined ? found.unreadable : [] };
};

/** Ideas of recorded runs, newest run first, and the unreadable runs. */
export const listIdeas = (
  services: Services,
  wish: ArchiveWish,
): Promise<{ readonly ideas: readonly ListedIdea[]; readonly damaged: readonly Unreadable[] }> =>
  withBroker(services, async (broker) => {
    const { runs, damaged } = await find(broker, wish);
    const ideas = runs.flatMap(({ run, summary: { template, ideas } }) =>
      ideas.map((line) => ({ run, template, line })),
    );
    return { ideas, damaged };
  });

/** The idea's full name, from the name or a unique prefix. Throws CodedError('idea.unknown'). */
const nameOf = (runs: readonly SummarisedRun[], given: string): string => {
  const names = [...new Set(runs.flatMap(({ summary }) => summary.ideas.map(({ name }) => name)))];
  if (names.includes(given)) return given;
  const [near, ...others] = names.filter((name) => name.startsWith(given));
  if (near !== undefined && others.length === 0) return near;
  const known = names
    .filter((name) => name !== '')
    .slice(0, 12)
    .join(', ');
  throw new CodedError(
    'idea.unknown',
    `no idea "${given}" in the archive: ${known === '' ? 'it is empty' : `it has ${known}`}`,
  );
};

/**
 * Complete entries for all ideas of recorded runs, or for those with one name. Reads only logs that contain such an idea.
 * Throws CodedError('idea.unknown').
 */
export const readArchive = (
  services: Services,
  wish: ArchiveWish,
  idea?: string,
): Promise<{ readonly ideas: readonly ArchivedIdea[]; readonly damaged: readonly Unreadable[] }> =>
  withBroker(services, async (broker) => {
    const found = await find(broker, wish);
    const name = idea === undefined ? undefined : nameOf(found.runs, idea);
    const damaged = [...found.damaged];
    const ideas: ArchivedIdea[] = [];
    for (const { run, summary } of found.runs) {
      if (name !== undefined && !summary.ideas.some((line) => line.name === name)) continue;
      try {
        const archive = archiveOf(await readEvents(broker, run));
        for (const entry of archive.ideas)
          if (entry.origin === 'run' && (name === undefined || entry.name === name))
            ideas.push({ run, template: archive.template, entry });
      } catch (error) {
        damaged.push(unreadable(run, error));
      }
    }
    return { ideas, damaged };
  });
