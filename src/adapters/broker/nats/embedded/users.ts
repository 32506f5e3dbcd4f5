import { connect } from 'nats';
import type { Credentials } from './credentials.ts';

export type UserCounter = {
  /** Returns the number of connections besides the guardian's; undefined when the server does not answer. */
  count(): Promise<number | undefined>;
  close(): Promise<void>;
};

/** Connects as a user of the system account, which can see connections but no data. */
export const openUserCounter = async (url: string, credentials: Credentials): Promise<UserCounter> => {
  const connection = await connect({
    servers: url,
    user: credentials.user,
    pass: credentials.password,
    name: 'guardian',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  });
  return {
    count: async () => {
      try {
        const question = JSON.stringify({ acc: 'LAB', limit: 1 });
        const reply = await connection.request('$SYS.REQ.SERVER.PING.CONNZ', question, { timeout: 2_000 });
        const total = reply.json<{ data?: { total?: unknown } }>().data?.total;
        return typeof total === 'number' ? total : undefined;
      } catch {
        return undefined;
      }
    },
    close: () => connection.close(),
  };
};
