import { StorageType, type StreamConfig } from 'nats';
import { checkId } from '../../../events/id.ts';
import { CodedError } from '../../../events/outcome.ts';
import type { Area, Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { isOneOf, jetStream } from './errors.ts';

export const fileStorage = StorageType.File;

/**
 * For streams that only cache what follows from the logs: the server acknowledges a message before it is on disk, which saves
 * an fsync for each message and each acknowledgement. Servers before 2.12 ignore this, and a replicated stream refuses it.
 */
export const unsynced = (replicas: number): Partial<StreamConfig> =>
  replicas === 1 ? ({ persist_mode: 'async' } as Partial<StreamConfig>) : {};

/** Checks for one subject token of `[a-z0-9-]`: other text would be stored as a wildcard or time out. */
export const checkToken = (token: string): string => {
  if (token.includes('.')) throw new CodedError('id.malformed', `"${token}" must be one token of a-z, 0-9 and -`);
  return checkId(token);
};

/** Creates the stream unless it exists; an existing one is unchanged. Returns the effective configuration. */
export const ensureStream = async (
  connection: Connection,
  area: Area,
  wanted: Partial<StreamConfig>,
): Promise<StreamConfig> => {
  const name = wanted.name ?? '';
  const present = await connection.request(area, async ({ manager }) => {
    try {
      return (await manager.streams.info(name)).config;
    } catch (error) {
      if (!isOneOf(error, jetStream.streamNotFound)) throw error;
      return undefined;
    }
  });
  if (present !== undefined) return present;
  return connection.found(area, async ({ manager }) => {
    try {
      return (await manager.streams.add(wanted)).config;
    } catch (error) {
      if (!isOneOf(error, jetStream.streamNameInUse)) throw error;
      return (await manager.streams.info(name)).config;
    }
  });
};

/** Describes the first differing setting for a person; undefined when all match. */
export const firstDifference = (
  found: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): string | undefined => {
  const differing = Object.keys(wanted).find((name) => JSON.stringify(found[name]) !== JSON.stringify(wanted[name]));
  return (
    differing && `${differing} is ${JSON.stringify(found[differing])} and must be ${JSON.stringify(wanted[differing])}`
  );
};

export const streamExists = async ({ manager }: Link, name: string): Promise<boolean> => {
  try {
    await manager.streams.info(name);
    return true;
  } catch (error) {
    if (isOneOf(error, jetStream.streamNotFound)) return false;
    throw error;
  }
};
