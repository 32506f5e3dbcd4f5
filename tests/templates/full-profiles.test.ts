import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runPython } from '../support/python.ts';

// The sizes of the paper are made for a GPU; here each data set takes one step on a CPU, as far as it goes.

const datasets = {
  grokking: ['mod_addition', 'mod_division', 'mod_subtraction', 'permutations'],
  '2d_diffusion': ['circle', 'dino', 'line', 'moons'],
  nanogpt: ['enwik8', 'shakespeare_char', 'text8'],
};

for (const [template, expected] of Object.entries(datasets))
  test(`${template}: the full profile takes a step of each data set and measures every metric`, async (context) => {
    const cwd = fileURLToPath(new URL(`../../templates/${template}/`, import.meta.url));
    const out = await mkdtemp(join(tmpdir(), 'full-'));
    context.after(() => rm(out, { recursive: true }));
    const environment = { AI_SCIENTIST_PROFILE: 'full', CUDA_VISIBLE_DEVICES: '' };
    await runPython(['experiment.py', `--out_dir=${out}`, '--trial_steps=1'], { cwd, environment });
    const results = JSON.parse(await readFile(join(out, 'final_info.json'), 'utf8'));
    const curves = JSON.parse(await readFile(join(out, 'curves.json'), 'utf8'));
    const { metrics } = JSON.parse(await readFile(join(cwd, 'template.json'), 'utf8'));
    assert.deepEqual(Object.keys(results).sort(), expected);
    for (const [dataset, { means }] of Object.entries<any>(results)) {
      assert.deepEqual(Object.keys(means).sort(), Object.keys(metrics).sort(), dataset);
      for (const [metric, mean] of Object.entries(means)) assert.ok(Number.isFinite(mean), `${dataset} ${metric}`);
      assert.deepEqual(
        curves[dataset].map(({ step }: { step: number[] }) => step),
        [[1]],
        `${dataset}: one seed, one step`,
      );
    }
  });
