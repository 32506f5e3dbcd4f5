import { homedir } from 'node:os';
import { join } from 'node:path';

/** Replaces a leading `~`, which a shell does not do in every place where a setting is written. */
export const expandHome = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
