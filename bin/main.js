import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Code in the cache needs neither its types stripped nor compiling; the program's own processes inherit it by the variable.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
enableCompileCache();

await import('../src/main.ts');
