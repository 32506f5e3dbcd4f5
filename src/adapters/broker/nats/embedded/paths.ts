import { join } from 'node:path';

/** All files of the embedded server are in one folder of the data folder. */
export const serverFolder = (home: string): string => join(home, 'nats');

/** Held by a process that finds or starts the server, and by a guardian that stops it. */
export const startLock = (folder: string): string => join(folder, 'start.lock');

/** Held by the one guardian for its whole lifetime. */
export const guardianLock = (folder: string): string => join(folder, 'guardian.lock');
