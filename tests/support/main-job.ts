import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HashChain } from '../../src/actors/chain.ts';
import { Fold } from '../../src/actors/fold.ts';
import { loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { openEmbedded } from '../../src/adapters/broker/nats/open-embedded.ts';
import type { Event } from '../../src/events/envelope.ts';
import { startedId } from '../../src/events/id.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { findServerBinary } from './nats-server.ts';

/** The broker on a data folder that the program has used. */
export const openBrokerOf = (home: string): Promise<Broker> =>
  openEmbedded({ home, binary: findServerBinary() ?? '', idleMs: 1000 }, { onError: () => {} });

export type Replayed = {
  readonly events: readonly Event[];
  readonly fold: Fold;
  /** Sequence -> the hash chain's value through it, recomputed from the stored bytes. */
  readonly links: ReadonlyMap<number, string>;
};

/** Folds a log from its first event, and recomputes its hash chain. */
export const replay = async (broker: Broker, run: string): Promise<Replayed> => {
  const log = await broker.logs.open(run);
  const started = await log.get(startedId);
  if (started === undefined) throw new Error(`run ${run} has no beginning`);
  const { roster } = started.event.data as RunStarted;
  const { roles } = await loadRoles(
    roster.roles.map(({ name }) => name),
    'replayed',
  );
  const fold = new Fold(createRoster(roles, roster.rename, ['model', 'search', 'experiment', 'typeset']));
  const chain = new HashChain();
  const events: Event[] = [];
  const links = new Map<number, string>();
  for await (const { event, sequence, subject, bytes } of log.read()) {
    links.set(sequence, chain.add(subject, bytes));
    fold.apply(event, sequence);
    events.push(event);
  }
  return { events, fold, links };
};

/** A PDF's text from pdftotext, with its lines joined. */
export const textOfPdf = async (pdf: Uint8Array): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pdf-text-'));
  try {
    const file = join(folder, 'paper.pdf');
    await writeFile(file, pdf);
    const { stdout } = await promisify(execFile)('pdftotext', [file, '-'], { maxBuffer: 10_000_000 });
    return stdout.replaceAll(/-\n(?=[a-z])/g, '').replaceAll(/\s+/g, ' ');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
