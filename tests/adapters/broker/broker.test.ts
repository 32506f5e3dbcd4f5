import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { connectNats } from '../../../src/adapters/broker/nats/broker.ts';
import { brokerContract } from '../../contracts/broker.ts';
import { startTestServer } from '../../support/nats-server.ts';

brokerContract('memory', async () => ({ broker: createMemoryBroker() }));

brokerContract('nats', async () => {
  const server = await startTestServer();
  return { broker: await connectNats({ ...server, onError: () => {} }), stop: server.stop };
});
