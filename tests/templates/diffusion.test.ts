import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runPython } from '../support/python.ts';

const template = fileURLToPath(new URL('../../templates/2d_diffusion/', import.meta.url));

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffusion-'));
  for (const name of ['experiment.py', 'shapes.py', 'divergence.py', 'prepare.py'])
    await cp(join(template, name), join(folder, name));
});
after(() => rm(folder, { recursive: true }));

/** Runs lines of Python in a copy of the template; returns what they leave in `answer`. */
const compute = async (...lines: string[]): Promise<any> =>
  JSON.parse(
    await runPython(['-c', ['import json', ...lines, 'print(json.dumps(answer))'].join('\n')], { cwd: folder }),
  );

test('the divergence of two Gaussian samples is estimated as the closed form has it', async () => {
  const { equal, apart, wider, narrower } = await compute(
    'import torch',
    'from divergence import kl_divergence',
    'draw = lambda seed: torch.randn(2500, 2, generator=torch.Generator().manual_seed(seed))',
    'one, other = draw(1), draw(2)',
    'answer = {"equal": kl_divergence(one, other), "apart": kl_divergence(one, other + torch.tensor([1.5, 0.0])),',
    '    "wider": kl_divergence(one, 2 * other), "narrower": kl_divergence(1.4 * one, other)}',
  );
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value - expected) < 0.1 + 0.05 * expected, `${value} is not near ${expected}`);
  near(equal, 0);
  near(apart, 1.5 ** 2 / 2);
  near(wider, Math.log(4) + 2 / 8 - 1);
  near(narrower, -Math.log(1.4 ** 2) + (2 * 1.4 ** 2) / 2 - 1);
});

test('each shape is centred, of unit mean variance, and the same for the same seed', async () => {
  const shapes = await compute(
    'from shapes import SHAPES, draw',
    'answer = {}',
    'for name in SHAPES:',
    '    points = draw(name, 5000, 1)',
    '    answer[name] = {"mean": points.mean(dim=0).tolist(), "variance": points.var(dim=0).mean().item(),',
    '        "same": points.equal(draw(name, 5000, 1)), "other": not points.equal(draw(name, 5000, 2))}',
  );
  assert.deepEqual(Object.keys(shapes).sort(), ['circle', 'dino', 'line', 'moons']);
  for (const [name, { mean, variance, same, other }] of Object.entries<any>(shapes)) {
    assert.ok(Math.abs(mean[0]) < 0.05 && Math.abs(mean[1]) < 0.05, `${name} is centred: ${mean}`);
    assert.ok(Math.abs(variance - 1) < 0.05, `${name} has variance ${variance}`);
    assert.ok(same && other, name);
  }
});

test('both schedules lead from nearly all signal to nearly none', async () => {
  const schedules: Record<string, number[]> = await compute(
    'import dataclasses',
    'from experiment import PROFILES, signal_shares',
    'answer = {f"{name} {schedule}": signal_shares(dataclasses.replace(settings, schedule=schedule)).tolist()',
    '    for name, settings in PROFILES.items() for schedule in ("linear", "cosine")}',
  );
  for (const [name, shares] of Object.entries(schedules)) {
    assert.ok((shares[0] ?? 0) > 0.99 && (shares.at(-1) ?? 1) < 0.01, `${name}: ${shares[0]} to ${shares.at(-1)}`);
    assert.ok(
      shares.every((share, level) => level === 0 || share < (shares[level - 1] ?? 0)),
      name,
    );
  }
});

test('generation inverts the noise of a known density: with the exact prediction, Gaussian data come out', async () => {
  const { variance } = await compute(
    'import dataclasses, torch',
    'from experiment import PROFILES, generate, signal_shares',
    'settings = dataclasses.replace(PROFILES["quick"], timesteps=500)', // fewer levels shrink the variance
    'class Exact:',
    '    shares = signal_shares(settings)',
    '    def __call__(self, points, levels):',
    '        share = self.shares[levels].unsqueeze(1)',
    '        return (1 - share).sqrt() * points / (share * torch.tensor([1.0, 0.25]) + 1 - share)',
    'torch.manual_seed(0)',
    'answer = {"variance": generate(Exact(), 3000, settings, "cpu").var(dim=0).tolist()}',
  );
  assert.ok(Math.abs(variance[0] - 1) < 0.1 && Math.abs(variance[1] - 0.25) < 0.04, variance.join());
});

/** A table with 142 points of the given means and standard deviations, which are those of the published ones by default. */
const table = ([meanX, meanY] = [54.26, 47.83], [deviationX, deviationY] = [16.76, 26.93]): string => {
  const standardised = (values: readonly number[]): readonly number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    return values.map((value) => (value - mean) / deviation);
  };
  const angles = Array.from({ length: 142 }, (_, index) => (index / 142) * 2 * Math.PI);
  const [x, y] = [standardised(angles.map(Math.cos)), standardised(angles.map(Math.sin))];
  const rows = x.map((value, index) =>
    ['dino', meanX + deviationX * value, meanY + deviationY * (y[index] ?? 0)].join('\t'),
  );
  return ['dataset\tx\ty', ...rows, 'star\t1\t2', ''].join('\n');
};

test('prepare.py refuses other points than the published ones', async () => {
  await writeFile(join(folder, 'other.tsv'), table([50, 47.83]));
  await assert.rejects(runPython(['prepare.py', 'other.tsv'], { cwd: folder }), /mean of x: 50\.00 instead of 54\.26/);
  await assert.rejects(readFile(join(folder, 'dino.csv')));
});

test('prepare.py puts the published points in the place of the outline', async () => {
  await writeFile(join(folder, 'published.tsv'), table());
  await runPython(['prepare.py', 'published.tsv'], { cwd: folder });
  const places = await compute(
    'import torch, shapes',
    'shapes.JITTER = 0',
    'answer = len(torch.unique(shapes.draw("dino", 20000, 1), dim=0))',
  );
  await rm(join(folder, 'dino.csv'));
  assert.equal(places, 142);
});
