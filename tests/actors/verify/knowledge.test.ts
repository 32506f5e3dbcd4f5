import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInRoles } from '../../../src/actors/roles/load.ts';
import { knowledgeOf } from '../../../src/actors/verify/knowledge.ts';
import { knownTo } from '../../support/known-roles.ts';
import { logOf } from '../../support/stored-log.ts';

const known = knownTo('2');
const knowledge = (data: unknown) => knowledgeOf(logOf({ id: 'run.started', type: 'run.started', data })[0], known);
const builtIn = builtInRoles.map((name) => ({ name, from: 'built-in', version: '1' }));

test('a log is checked with the roles that it records, and no others', async () => {
  const roster = { roles: builtIn, rename: {} };
  const found = await knowledge({ roster, program: { version: '2' } });
  assert.deepEqual([...(found.roster?.roles.keys() ?? [])], [...builtInRoles]);
  assert.deepEqual([found.lack, found.isOwn], ['', true]);
  assert.ok(!(await knowledge({ roster, program: { version: '1' } })).isOwn);
});

test('recorded roles that this machine does not know, or that do not belong together, are told', async () => {
  const added = { name: 'listener', from: '/roles/listener', version: '1' };
  const found = await knowledge({ roster: { roles: [...builtIn, added], rename: {} } });
  assert.match(found.lack, /^role "listener" \(\/roles\/listener\) is not loaded, /);
  assert.ok(found.roster?.missing.has('listener') && found.roster.roles.has('reviewer'));
  const partial = await knowledge({ roster: { roles: builtIn.slice(0, 1), rename: {} } });
  assert.equal(partial.roster, undefined);
  assert.match(partial.lack, /^role "director" consumes .*, which no role publishes/);
});

test('without a recorded roster the data is checked with the built-in events alone', async () => {
  for (const data of [null, {}, { roster: { roles: 'all' } }]) {
    const found = await knowledge(data);
    assert.deepEqual([found.roster, found.lack], [undefined, 'the log records no roster']);
    assert.ok(found.definitions.has('idea.drafted') && found.definitions.has('review.submitted'));
  }
});
