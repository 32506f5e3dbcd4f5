import type { Change } from './proposal.ts';
import { isBlank } from './text.ts';

/** Matches `41: x = 1`, `41 | x = 1`, `41→x = 1`: lines as editors and complaints show them. */
const numberedLine = /^[ \t]*(\d{1,6})[ \t]{0,40}(?:[:|→] ?|\t)(.*)$/;

/** Strips ascending line numbers from a change; undefined if its old lines have none. */
export const withoutLineNumbers = ({ search, replace }: Change): Change | undefined => {
  let last = 0;
  for (const line of search) {
    if (isBlank(line)) continue;
    const number = Number(numberedLine.exec(line)?.[1] ?? Number.NaN);
    if (!(number > last)) return undefined;
    last = number;
  }
  const bare = (line: string) => numberedLine.exec(line)?.[2] ?? line;
  return last === 0 ? undefined : { search: search.map(bare), replace: replace.map(bare) };
};
