import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import pino from 'pino';
import { builtInRoles, loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { bundleFiles } from '../../src/adapters/bundles/bundles.ts';
import { createOutside } from '../../src/adapters/files/outside.ts';
import { runProgram } from '../../src/cli/program.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { createRedaction } from '../../src/events/redaction.ts';
import { ratingNames } from '../../src/events/vocabulary/review.ts';
import type { Services } from '../../src/lab/services.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { trustedRoles } from './known-roles.ts';
import { developed } from './story.ts';
import { startedWith } from './studio.ts';

export const now = '2026-02-01T00:00:00.000Z';

/** Services with only a broker and bundles; using any other service fails the test. */
export const servicesOn = (broker: Broker, resultsFolder = '/nowhere', more: Partial<Services> = {}): Services => ({
  version: '1',
  clock: { now: () => now, sleep: async () => {} },
  redaction: createRedaction(),
  requirements: async () => [],
  optional: async () => [],
  sandbox: {
    build: () => assert.fail('nothing is built'),
    clean: () => assert.fail('nothing is cleaned'),
  },
  templates: { load: () => assert.fail('no template is needed') },
  home: async () => '',
  resultsFolder,
  openResults: async () => {},
  setUp: async () => true,
  openBroker: async () => broker,
  openKeeper: () => assert.fail('nothing is deleted'),
  bundles: bundleFiles,
  outside: createOutside(),
  charts: { draw: () => assert.fail('nothing is drawn') },
  trustedRoles: trustedRoles(),
  logger: async () => pino({ level: 'silent' }),
  hooks: async () => ({ tell: () => {}, settle: async () => {} }),
  hands: () => assert.fail('no hands are needed'),
  ...more,
});

/** The exit code and the output of both streams. */
export const call = async (context: TestContext, services: Services, line: string | readonly string[]) => {
  let output = '';
  const mocks = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    return context.mock.method(stream, 'write', (chunk: unknown, ...rest: unknown[]) => {
      if (typeof chunk !== 'string') return write(chunk, ...rest);
      output += chunk;
      return true;
    });
  });
  try {
    const code = await runProgram(services, [
      'node',
      'ai-scientist',
      ...(typeof line === 'string' ? line.split(' ') : line),
    ]);
    return { code, output };
  } finally {
    for (const mock of mocks) mock.mock.restore();
  }
};

const review = {
  summary: 'It shakes toys.',
  strengths: ['Honest.'],
  weaknesses: ['Small.'],
  questions: [],
  limitations: [],
  ethical_concerns: false,
  ethical_concerns_reason: '',
  ...Object.fromEntries(ratingNames.map((name) => [name, 3])),
  overall: 5,
  decision: 'Reject',
};

/** Completes a story's reviews, which have only a score. */
const withWholeReviews = (event: Event): Event => {
  const data = event.data as { readonly review?: unknown };
  return data.review ? { ...event, data: { ...data, review } } : event;
};

export const put = async (broker: Broker, run: string, events: readonly Event[]): Promise<void> => {
  const log = await broker.logs.create(run);
  for (const event of events) await log.append({ ...event, run });
};

export const brokerWith = async (...runs: readonly string[]): Promise<Broker> => {
  const memory = createMemoryBroker();
  const blobs = { ...memory.blobs, get: async (name: string) => Buffer.from(`bytes of ${name}`) };
  const broker = { ...memory, blobs };
  for (const run of runs) await put(broker, run, developed().events.map(withWholeReviews));
  return broker;
};

/** A run of the real roles that was interrupted right after its start. */
export const begin = async (broker: Broker, run: string): Promise<void> => {
  const { roles } = await loadRoles(builtInRoles, '1');
  const kinds = roles.flatMap(({ role }) => role.performs);
  const { record } = createRoster(roles, {}, kinds);
  const data = startedWith({ ideas: 1 }, { roster: record });
  const id = 'run.started';
  const draft = { id, type: id, version: 2, run, scope: 'run', role: 'host', causationid: id, data };
  await put(broker, run, [seal(draft, '2026-01-31T00:00:00.000Z')]);
};
