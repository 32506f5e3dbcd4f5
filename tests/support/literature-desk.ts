import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { createLiteratures } from '../../src/adapters/literature/literatures.ts';
import { type Patience, usualPatience } from '../../src/adapters/literature/remote.ts';
import type { Timing } from '../../src/adapters/literature/timing.ts';
import type { Failure, Outcome } from '../../src/events/outcome.ts';
import type { Blobs } from '../../src/ports/blobs.ts';
import type { Literature, SearchResult } from '../../src/ports/literature.ts';
import { fakeTiming } from './fake-timing.ts';
import { type LiteratureServer, startLiteratureServer } from './literature-server.ts';

export type Desk = {
  readonly server: LiteratureServer;
  readonly home: string;
  readonly blobs: Blobs;
  open(choice: readonly string[], library?: string): Promise<Literature>;
};

type Wishes = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly timing?: Timing;
  readonly patience?: Partial<Patience>;
  readonly home?: string;
  readonly server?: LiteratureServer;
  readonly blobs?: Blobs;
};

/** All services behind one local server, with their own data folder and a fake clock. */
export const openDesk = async (context: Pick<TestContext, 'after'>, wishes: Wishes = {}): Promise<Desk> => {
  const server = wishes.server ?? (await startLiteratureServer());
  const home = wishes.home ?? (await mkdtemp(join(tmpdir(), 'literature-')));
  const blobs = wishes.blobs ?? createMemoryBroker().blobs;
  context.after(async () => {
    if (wishes.server === undefined) await server.close();
    if (wishes.home === undefined) await rm(home, { recursive: true, force: true });
  });
  const literatures = createLiteratures({
    version: 'test',
    environment: {
      SEMANTIC_SCHOLAR_URL: `${server.url}/graph/v1`,
      OPENALEX_URL: server.url,
      ARXIV_URL: `${server.url}/api/`,
      ...wishes.environment,
    },
    home: async () => home,
    timing: wishes.timing ?? fakeTiming(),
    patience: { ...usualPatience, ...wishes.patience },
  });
  return { server, home, blobs, open: (choice, library) => literatures.open({ choice, library, blobs }) };
};

export const ask = (literature: Literature, query: string, limit = 10): Promise<Outcome<SearchResult>> =>
  literature.search(query, limit, new AbortController().signal);

export const found = (outcome: Outcome<SearchResult>): SearchResult => {
  assert.ok(outcome.ok, outcome.ok ? '' : `${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
};

export const failureOf = (outcome: Outcome<SearchResult>): Failure => {
  assert.ok(!outcome.ok, 'the search succeeded');
  return outcome.error;
};
