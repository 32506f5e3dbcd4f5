import { openSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

// For `node --import`: writes the URL of every module that the process loads to a file named after the process id.
const file = openSync(join(process.env.LIST_LOADED_IN ?? '.', String(process.pid)), 'w');

registerHooks({
  load: (url, context, next) => {
    writeSync(file, `${url}\n`);
    return next(url, context);
  },
});
