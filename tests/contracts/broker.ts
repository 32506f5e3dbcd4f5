import { after, before, describe } from 'node:test';
import type { Broker } from '../../src/ports/broker.ts';
import { blobsContract } from './broker-blobs.ts';
import { leasesContract } from './broker-leases.ts';
import { liveContract } from './broker-live.ts';
import { logContract } from './broker-log.ts';
import { summariesContract } from './broker-summaries.ts';
import { tasksContract } from './broker-tasks.ts';

export type TestBroker = { readonly broker: Broker; readonly stop?: () => Promise<void> };

/** What every broker must do. */
export const brokerContract = (name: string, makeBroker: () => Promise<TestBroker>): void => {
  describe(`broker: ${name}`, { timeout: 60_000 }, () => {
    let made: TestBroker;
    before(async () => {
      made = await makeBroker();
    });
    after(async () => {
      await made.broker.close();
      await made.stop?.();
    });
    const broker = (): Broker => made.broker;
    logContract(broker);
    tasksContract(broker);
    blobsContract(broker);
    liveContract(broker);
    leasesContract(broker);
    summariesContract(broker);
  });
};
