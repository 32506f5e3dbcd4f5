import { chainEntry, logEntry } from '../../events/bundle.ts';
import type { Bundle, Damage } from '../../ports/bundles.ts';
import { splitLines, storedLines } from '../bundle/log-lines.ts';
import { nextLink } from '../chain.ts';
import type { Problem } from './check.ts';

const maximumId = 80;

/** Finds each event that does not connect the chain's values before and through it. */
const damagedEvents = async (bundle: Bundle): Promise<readonly Problem[]> => {
  const log = storedLines(bundle.about.run, await bundle.readAnyway(logEntry));
  const links = splitLines(await bundle.readAnyway(chainEntry)).map((line) => Buffer.from(line).toString('latin1'));
  let offset = bundle.offsetOf(logEntry);
  const found: Problem[] = [];
  for (const [index, { sequence, subject, bytes }] of log.entries()) {
    const [from, through] = [offset, offset + bytes.length];
    offset = through + 1;
    if (nextLink(links[index - 1] ?? '', subject, bytes) === links[index]) continue;
    const id = subject.slice(`lab.run.${bundle.about.run}.`.length, maximumId) || 'of an unreadable id';
    found.push({
      place: `${logEntry}, event ${sequence}, ${id}, bytes ${from} to ${through}`,
      message: 'not as recorded',
    });
  }
  return found;
};

/** Converts a damage into problems; for one in the log, names the events when the chain identifies them. */
export const problemsOf = async (bundle: Bundle, { part, offset, message }: Damage): Promise<readonly Problem[]> => {
  if (part === logEntry && bundle.entries.has(chainEntry)) {
    const events = await damagedEvents(bundle);
    if (events.length > 0) return events;
  }
  const sizeBytes = bundle.entries.get(part)?.sizeBytes;
  const place = sizeBytes === undefined ? `byte ${offset}` : `bytes ${offset} to ${offset + sizeBytes}`;
  return [{ place: `${part}, ${place}`, message }];
};
