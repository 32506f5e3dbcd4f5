import module from 'node:module';
import { fileURLToPath } from 'node:url';

// This file and not-set-up.js also run where nothing is installed, and under Node 18.

/** The package that a failed import did not find. */
const missingPackage = ({ code, message }) =>
  code === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find package '([^']+)'/.exec(message)?.[1] : undefined;

const sayWhatIsMissing = async (packageName) => {
  const { answer } = await import('./not-set-up.js');
  process.exitCode = answer(process.argv.slice(2), packageName);
};

if (process.features.typescript) {
  // Code in the cache needs neither its types stripped nor compiling; the program's own processes inherit it by the variable.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
  module.enableCompileCache();
  try {
    await import('../src/main.ts');
  } catch (error) {
    const name = missingPackage(error);
    if (name === undefined) throw error;
    await sayWhatIsMissing(name);
  }
} else await sayWhatIsMissing();
