import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, metricNotes } from '../../src/events/metric-direction.ts';
import { metricNoteLines } from '../../src/text/metric-notes.ts';

test('what the template says comes before a guess', () => {
  const metrics = { loss: { better: 'higher' }, accuracy: { label: 'the accuracy' } } as const;
  assert.deepEqual(directionOf(metrics, 'loss'), { better: 'higher', isGuessed: false });
  assert.deepEqual(directionOf(metrics, 'accuracy'), { better: 'higher', isGuessed: true });
});

test('directions are guessed from the words of a name', () => {
  const better = (name: string) => directionOf({}, name)?.better;
  for (const name of ['loss', 'val_loss', 'testRmse', 'kl_divergence', 'training_time', 'steps_to_95'])
    assert.equal(better(name), 'lower', name);
  for (const name of ['accuracy', 'val-acc', 'macro F1', 'mean_reward', 'R2', 'reached_99_val_acc'])
    assert.equal(better(name), 'higher', name);
});

test('nothing is guessed from a name that says nothing, or that contradicts itself', () => {
  for (const name of [
    'value',
    'width',
    'glossy',
    'accloss2',
    'loss_accuracy',
    'negative_loss',
    'loss_ratio',
    '',
    '__proto__',
  ])
    assert.equal(directionOf({}, name), undefined, name);
});

test('a template’s metrics are compared with what was measured', () => {
  const results = {
    a: { means: { loss: 1, width: 2 }, stderrs: {} },
    b: { means: { loss: 1, acc: 0.5 }, stderrs: {} },
  };
  const notes = metricNotes({ acc: { better: 'higher' }, lss: { better: 'lower' } }, results);
  assert.deepEqual(notes, {
    measured: ['loss', 'width', 'acc'],
    guessed: { loss: 'lower' },
    unknown: ['width'],
    unmeasured: ['lss'],
  });
  const lines = metricNoteLines(notes);
  assert.match(lines[0] ?? '', /guessed from names: loss=lower; if one is wrong, give --metric/);
  assert.match(lines[1] ?? '', /unknown: width/);
  assert.match(lines[2] ?? '', /described but not measured: lss; the results have loss, width, acc/);
  assert.deepEqual(
    metricNoteLines(metricNotes({ loss: { better: 'lower' } }, { a: { means: { loss: 1 }, stderrs: {} } })),
    [],
  );
});
