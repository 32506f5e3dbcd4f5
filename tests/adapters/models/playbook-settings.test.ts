import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFor } from '../../../src/adapters/models/playbook/settings.ts';

const experiment = `PROFILES = {
    "quick": Settings(
        datasets=("circle", "line"),
        steps=100,
    ),
    "full": Settings(
        datasets=("circle", "line"),
        steps=10_000,
        learning_rate=3e-4,
    ),
    "single": Settings(
        datasets=("circle",),
        steps=7,
    ),
}
`;

test('the settings are those of the profile that an environment variable names', () => {
  const settings = settingsFor(experiment, ['line', 'circle'], { LANG: 'C', AI_SCIENTIST_PROFILE: 'full' });
  assert.equal(settings.learning_rate, '0.0003');
});

test('without such a variable they are those of the first profile with the same data sets', () => {
  assert.equal(settingsFor(experiment, ['line', 'circle']).steps, '100');
  assert.equal(settingsFor(experiment, ['circle'], { AI_SCIENTIST_PROFILE: 'unknown' }).steps, '7');
  assert.deepEqual(settingsFor(experiment, ['moons']), {});
});
