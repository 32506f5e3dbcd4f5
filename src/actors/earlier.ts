import * as z from 'zod';
import { parseJson } from '../events/json.ts';
import { CodedError } from '../events/outcome.ts';
import { type ArchivedIdea, archivedIdeaSchema, type EarlierIdeas } from '../events/vocabulary/run.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Recorded } from '../ports/log.ts';
import { canonical, sha256 } from './canonical.ts';

const pageSchema = z.array(archivedIdeaSchema);

/** Average number of ideas in a page. */
const meanPage = 64;
const longestPage = 512;

/** Content-defined: the idea itself decides, so that lists that differ in one idea share all other pages. */
const endsPage = (idea: ArchivedIdea): boolean =>
  Number.parseInt(sha256(canonical(idea)).slice(0, 8), 16) % meanPage === 0;

const pagesOf = (ideas: readonly ArchivedIdea[]): readonly (readonly ArchivedIdea[])[] => {
  const pages: ArchivedIdea[][] = [];
  let page: ArchivedIdea[] = [];
  for (const idea of ideas) {
    page.push(idea);
    if (!endsPage(idea) && page.length < longestPage) continue;
    pages.push(page);
    page = [];
  }
  return page.length === 0 ? pages : [...pages, page];
};

/** Stores the earlier ideas of a new run as blobs, most of which earlier runs share; returns what is recorded. */
export const storeEarlier = async (
  blobs: Pick<Blobs, 'put'>,
  ideas: readonly ArchivedIdea[],
): Promise<EarlierIdeas> => ({
  count: ideas.length,
  pages: await Promise.all(pagesOf(ideas).map((page) => blobs.put(Buffer.from(canonical(page))))),
  ideas: [],
});

const readPage = async (blobs: Pick<Blobs, 'get'>, name: string): Promise<readonly ArchivedIdea[]> => {
  const bytes = await blobs.get(name);
  try {
    return pageSchema.parse(parseJson(Buffer.from(bytes).toString()));
  } catch (error) {
    throw new CodedError('log.corrupt', `blob ${name}, which run.started names, is no page of earlier ideas`, {
      cause: error,
    });
  }
};

/**
 * Completes `run.started` with the earlier ideas that it refers to, for the fold; returns other events unchanged. The
 * recorded bytes stay as they are. Throws CodedError('log.corrupt') and what reading a blob does.
 */
export const withEarlier = async (recorded: Recorded, blobs: Pick<Blobs, 'get'>): Promise<Recorded> => {
  const { event } = recorded;
  const earlier = event.type === 'run.started' && (event.data as { earlier?: Partial<EarlierIdeas> } | null)?.earlier;
  if (!earlier || !Array.isArray(earlier.pages) || earlier.pages.length === 0) return recorded;
  const pages = await Promise.all(earlier.pages.map((name) => readPage(blobs, name)));
  const data = { ...(event.data as object), earlier: { ...earlier, ideas: pages.flat() } };
  return { ...recorded, event: { ...event, data } };
};

/** Returns the recorded form, without the ideas in the pages. */
export const withoutPages = (earlier: EarlierIdeas): EarlierIdeas =>
  earlier.pages.length === 0 ? earlier : { ...earlier, ideas: [] };

/** Completes the first event of a log. */
export const completeLog = async (
  log: readonly Recorded[],
  blobs: Pick<Blobs, 'get'>,
): Promise<readonly Recorded[]> => {
  const [first, ...rest] = log;
  return first === undefined ? [] : [await withEarlier(first, blobs), ...rest];
};
