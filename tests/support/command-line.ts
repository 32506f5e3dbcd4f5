import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import pino from 'pino';
import { bundleFiles } from '../../src/adapters/bundle/bundles.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { Services } from '../../src/cli/services.ts';
import { createRedaction } from '../../src/events/redaction.ts';
import type { Broker } from '../../src/ports/broker.ts';

export const now = '2026-02-01T00:00:00.000Z';

/** A program whose only adapters are a broker and bundles; what it should not come to fails the test. */
export const servicesOn = (broker: Broker, resultsFolder = '/nowhere', more: Partial<Services> = {}): Services => ({
  version: '1',
  clock: { now: () => now, sleep: async () => {} },
  redaction: createRedaction(),
  requirements: [],
  templates: { load: () => assert.fail('no template is needed') },
  home: async () => '',
  resultsFolder,
  setUp: async () => true,
  openBroker: async () => broker,
  openKeeper: () => assert.fail('nothing is deleted'),
  bundles: bundleFiles,
  logger: async () => pino({ level: 'silent' }),
  hands: () => assert.fail('no hands are needed'),
  ...more,
});

/** The exit code and what was printed on either stream. */
export const call = async (context: TestContext, services: Services, line: string) => {
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
    const code = await runProgram(services, ['node', 'ai-scientist', ...line.split(' ')]);
    return { code, output };
  } finally {
    for (const mock of mocks) mock.mock.restore();
  }
};
