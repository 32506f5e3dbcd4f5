import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatValue } from '../../../src/adapters/models/playbook/measured.ts';
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

test('a value and its error have the same decimals, and one more where the error is below the last of them', () => {
  const of = (mean: number, stderr: number) => formatValue({ mean, stderr });
  assert.equal(of(0.20312, 0.0042), '0.203 $\\pm$ 0.004');
  assert.equal(of(0.20312, 0.00072), '0.2031 $\\pm$ 0.0007');
  assert.equal(of(0.20312, 0), '0.203 $\\pm$ 0.000');
  assert.equal(of(213.7, 0.3), '213.7 $\\pm$ 0.3');
  assert.equal(of(9.996, 0.3), '10.00 $\\pm$ 0.30');
  assert.equal(of(213.7, 4.4), '214 $\\pm$ 4');
});
