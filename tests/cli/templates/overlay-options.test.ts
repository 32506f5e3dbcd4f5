import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';
import { addOverlayOptions, type OverlayOptions, overlayOf } from '../../../src/cli/overlay-options.ts';
import { noOverlay } from '../../../src/ports/templates.ts';

const parse = (...words: string[]) => {
  const command = addOverlayOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return overlayOf(command.parse(words, { from: 'user' }).opts<OverlayOptions>());
};

test('each option may be given several times', () => {
  const words = ['--set', 'A=1', '--set', 'B=x=y', '--argument=--lr=1', '--argument', 'fast'];
  const limits = ['--limit', 'wallTimeMs=5000', '--limit', 'runs=2', '--limit', 'cpus=1.5', '--limit', 'reviews=0'];
  assert.deepEqual(parse(...words, ...limits, '--metric', 'loss=lower', '--metric', 'val acc=higher'), {
    environment: { A: '1', B: 'x=y' },
    arguments: ['--lr=1', 'fast'],
    experimentLimits: { wallTimeMs: 5000, cpus: 1.5 },
    limits: { runs: 2, reviews: 0 },
    metrics: { loss: 'lower', 'val acc': 'higher' },
  });
  assert.deepEqual(parse(), noOverlay);
});

test('a value that does not serve is refused with what would', () => {
  const refused: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['--set', 'A'], /such as EPOCHS=3/],
    [['--set', '=1'], /such as EPOCHS=3/],
    [['--limit', 'wallTime=5'], /wallTimeMs.*reviews/],
    [['--limit', 'wallTimeMs=0'], /a positive number for wallTimeMs/],
    [['--limit', 'wallTimeMs=1h'], /a positive number for wallTimeMs/],
    [['--limit', 'runs=1.5'], /an integer for runs/],
    [['--metric', 'loss=down'], /lower or higher for loss/],
  ];
  for (const [words, message] of refused) assert.throws(() => parse(...words), message, words.join(' '));
});
