import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInRoles, loadRoles, reviewRoles } from '../../../src/actors/roles/load.ts';
import { rolesAskingFor } from '../../../src/actors/roster.ts';

const asking = async (kind: string, names: readonly string[]) => {
  const { roles } = await loadRoles(names, '1');
  return rolesAskingFor(
    kind,
    roles.map(({ role }) => role),
  );
};

test('the roles that ask for a kind of task follow from the roster, in its order', async () => {
  assert.deepEqual(await asking('model', builtInRoles), ['scientist', 'coder', 'writer', 'reviewer', 'referee']);
  assert.deepEqual(await asking('search', builtInRoles), ['scientist', 'writer']);
  assert.deepEqual(await asking('model', reviewRoles), ['reviewer', 'referee']);
  assert.deepEqual(await asking('search', reviewRoles), []);
});
