import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorCatalogue } from '../../scripts/error-catalogue.ts';
import { eventCatalogue } from '../../scripts/event-catalogue.ts';
import { exitCodeList } from '../../scripts/exit-code-list.ts';
import { fieldTable, typeOf } from '../../scripts/field-table.ts';
import { outputSchemas } from '../../scripts/output-schemas.ts';
import { taskList } from '../../scripts/task-list.ts';
import { loadRoles, ownRoles } from '../../src/actors/roles/load.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { jsonSchemas } from '../../src/cli/json-schemas.ts';
import { errors } from '../../src/events/errors/registry.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const roles = (await loadRoles(ownRoles, '1')).roles.map(({ role }) => role);
const expected = { ...eventCatalogue(roles), ...taskList(roles), ...outputSchemas(jsonSchemas) };

test('the catalogue of events and the list of task kinds are up to date (else: node scripts/generate-docs.ts)', async () => {
  const present = (await readdir(`${docs}schema`)).map((name) => `schema/${name}`);
  assert.deepEqual(['events.md', 'output.md', 'tasks.md', ...present].sort(), Object.keys(expected).sort());
  for (const [path, text] of Object.entries(expected)) {
    assert.equal(await readFile(`${docs}${path}`, 'utf8'), text, `docs/${path} is out of date`);
  }
});

test('the list of errors is up to date (else: node scripts/generate-docs.ts)', async () => {
  assert.equal(await readFile(`${docs}errors.md`, 'utf8'), errorCatalogue(errors));
});

test('the list of exit codes is up to date (else: node scripts/generate-docs.ts)', async () => {
  assert.equal(await readFile(`${docs}exit-codes.md`, 'utf8'), exitCodeList(exitCodes));
});

test('every event has a description', () => {
  for (const role of roles) {
    for (const [type, { description }] of Object.entries(role.events)) assert.match(description, /\w.*\.$/s, type);
  }
});

test('a schema has a short description', () => {
  assert.equal(typeOf({ type: 'integer', minimum: 1, maximum: 4 }), 'integer 1 to 4');
  assert.equal(
    typeOf({ anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] }),
    'list of string or null',
  );
  const nested = {
    properties: { papers: { type: 'array', items: { type: 'object', properties: { year: { type: 'number' } } } } },
    required: ['papers'],
  };
  assert.equal(
    fieldTable(nested).split('\n').slice(2).join('\n'),
    '| `papers` | list of object |\n| `papers[].year` | number (optional) |',
  );
});
