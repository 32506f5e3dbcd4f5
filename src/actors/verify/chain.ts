import type { Recorded, Stored } from '../../ports/log.ts';
import { chainLinks } from '../bundle/log-lines.ts';
import { type Check, Findings, placeOf } from './check.ts';

type Link = { readonly through: number; readonly sha256: string };

const unkeyed = 'the chain has no key: it shows corruption, not a forger';

/** `isCovered`: another checksum, such as a bundle's manifest, covers the events after the last recorded value. */
export const checkChain = (log: readonly Stored[], readable: readonly Recorded[], isCovered: boolean): Check => {
  const findings = new Findings('chain');
  const links = chainLinks(log);
  let good = 0;
  let count = 0;
  for (const recorded of readable) {
    if (recorded.event.type !== 'log.chained') continue;
    const { through, sha256 } = (recorded.event.data ?? {}) as Link;
    count += 1;
    const place = placeOf(recorded);
    if (!(through < recorded.sequence)) findings.fail(place, `it covers event ${through}, which is not before it`);
    else if (links[through - 1] === sha256) good = through;
    else if (findings.isClean)
      findings.fail(
        `events ${good + 1} to ${through}, or ${place}`,
        `the log gives ${links[through - 1]}, but ${sha256} is recorded`,
      );
    else findings.fail(place, `it is wrong because of a fault before event ${through}`);
  }
  const rest = log.length - good;
  if (findings.isClean && !isCovered && rest > 0)
    findings.note(
      rest === 1
        ? `the last event, event ${log.length}, is covered only by its schema`
        : `${rest} events${good > 0 ? ` after event ${good}` : ''} are covered only by their schemas`,
    );
  const through =
    count === 0
      ? 'no value of the hash chain is recorded yet'
      : `${count} values of the hash chain match, through event ${good}`;
  return findings.check(`${through} (${unkeyed})`);
};
