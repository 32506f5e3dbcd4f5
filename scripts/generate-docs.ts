import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadRoles, ownRoles } from '../src/actors/roles/load.ts';
import { exitCodes } from '../src/cli/exit-codes.ts';
import { jsonSchemas } from '../src/cli/json-schemas.ts';
import { errors } from '../src/events/errors/registry.ts';
import { errorCatalogue } from './error-catalogue.ts';
import { eventCatalogue } from './event-catalogue.ts';
import { exitCodeList } from './exit-code-list.ts';
import { outputSchemas } from './output-schemas.ts';
import { taskList } from './task-list.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));

const { roles } = await loadRoles(ownRoles, '1');
const own = roles.map(({ role }) => role);
const files = {
  ...eventCatalogue(own),
  ...taskList(own),
  ...outputSchemas(jsonSchemas),
  'errors.md': errorCatalogue(errors),
  'exit-codes.md': exitCodeList(exitCodes),
};

await mkdir(`${docs}schema`, { recursive: true });
for (const name of await readdir(`${docs}schema`)) {
  if (!(`schema/${name}` in files)) await rm(`${docs}schema/${name}`);
}
for (const [path, text] of Object.entries(files)) await writeFile(`${docs}${path}`, text);
process.stdout.write(`${Object.keys(files).length} files written to docs/\n`);
