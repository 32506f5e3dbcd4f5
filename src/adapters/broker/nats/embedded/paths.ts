import { join } from 'node:path';

/** Everything about the embedded server lies in one folder of the data folder. */
export const serverFolder = (home: string): string => join(home, 'nats');

/** Held by whoever looks for the server or starts it, and by a guardian that ends it. */
export const startLock = (folder: string): string => join(folder, 'start.lock');

/** Held by the one guardian for all its life. */
export const guardianLock = (folder: string): string => join(folder, 'guardian.lock');
