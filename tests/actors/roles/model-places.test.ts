import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askersBeside, checkPlaces } from '../../../src/actors/roles/askers.ts';
import { trustedRoles } from '../../support/known-roles.ts';

const trusted = trustedRoles([{ name: 'fact-checker', from: '/roles/fact-checker', sha256: '' }]);
const askers = await askersBeside([], trusted, '1');

const refused = (place: string, message: RegExp): void =>
  assert.throws(() => checkPlaces(['default', place], askers), { code: 'config.broken', message });

test('a misspelt role is refused with the names of roles that ask a model', () => {
  refused('reveiwer', /"reveiwer" .* default, scientist, coder, writer, reviewer, referee, fact-checker$/);
  refused('director', /"director" names no role that asks a model/);
});

test('a misspelt purpose is refused with the purposes of its role', () => {
  refused('coder.edti', /"coder\.edti" is no purpose: the coder has coder\.plan, coder\.edit, /);
  refused('coder.experiment', /is no purpose/);
});

test('roles, purposes, the default, and roles whose code is not loaded are accepted', () => {
  checkPlaces(['default', 'reviewer', 'coder.edit', 'referee.reflect', 'fact-checker', 'fact-checker.check'], askers);
});
