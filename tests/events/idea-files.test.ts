import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../src/events/envelope.ts';
import { workScope } from '../../src/events/id.ts';
import { draftOf, workspaceOf } from '../../src/events/projections/idea-files.ts';
import { Log } from '../support/story.ts';

const blob = (name: string) => ({ blob: name, sizeBytes: 1 });
const template = { 'experiment.py': { text: 'print(1)' } };
const begun = (): Log => new Log().start({});

test('work belongs to an idea or to the baseline', () => {
  assert.deepEqual(['idea-3.review-2', 'idea-3', 'baseline', 'run'].map(workScope), [
    'idea-3',
    'idea-3',
    'baseline',
    'run',
  ]);
});

test('the files of an idea are those of the template with what was edited, measured and drawn', () => {
  const log = begun()
    .add('code.edited', 'idea-1', 'coder', { file: 'experiment.py', text: 'print(2)' })
    .add('experiment.completed', 'idea-1', 'experimenter', {
      outputs: { 'run_1/final_info.json': blob('info') },
      figures: { no: blob('no') },
    })
    .add('plot.edited', 'idea-1', 'coder', { file: 'plot.py', text: 'plot()' })
    .add('plot.completed', 'idea-1.plot-1', 'experimenter', {
      figures: { 'loss.png': blob('loss') },
      outputs: { no: blob('no') },
    })
    .add('title.chosen', 'idea-1', 'writer', { title: 'T' });
  assert.deepEqual(workspaceOf(log.events, 'idea-1.review-1'), {
    'experiment.py': { text: 'print(2)' },
    'run_1/final_info.json': blob('info'),
    'plot.py': { text: 'plot()' },
    'loss.png': blob('loss'),
  });
  assert.deepEqual(workspaceOf(log.events.slice(0, 1), 'idea-1'), template);
});

test('events of added roles change neither files nor paper', () => {
  const log = begun()
    .add('code.edited', 'idea-1', 'coder', { file: 'experiment.py', text: 'print(2)' })
    .add('title.chosen', 'idea-1', 'writer', { title: 'T' });
  const others = ['checker/code.edited', 'checker/note.made'].map((type) => ({ ...log.events[1], type }) as Event);
  const events = [...log.events, ...others, ...log.events.slice(2)];
  assert.deepEqual(workspaceOf(events, 'idea-1'), { 'experiment.py': { text: 'print(2)' } });
  assert.deepEqual(draftOf(events, 'idea-1'), { title: 'T', sections: {} });
});

test('what others do, and the run itself, changes none of them', () => {
  const log = begun();
  for (const scope of ['idea-10', 'idea-2', 'run', 'baseline'])
    log.add('code.edited', scope, 'coder', { file: 'experiment.py', text: scope });
  assert.deepEqual(workspaceOf(log.events, 'idea-1'), template);
  assert.deepEqual(workspaceOf(log.events, 'run'), template);
  assert.deepEqual(workspaceOf(log.events, 'baseline')['experiment.py'], { text: 'baseline' });
});

test('a log without events, or that begins otherwise, has no files', () => {
  assert.deepEqual(workspaceOf([], 'idea-1'), {});
  const log = new Log().add('title.chosen', 'idea-1', 'writer', { title: 'T' });
  assert.deepEqual(workspaceOf(log.events, 'idea-1'), {});
});

test('notes are gathered run by run, until the end of coding sets them', () => {
  const log = begun()
    .add('note.written', 'idea-1', 'coder', { run: 1, text: 'Good.' })
    .add('note.written', 'idea-1', 'coder', { run: 2, text: 'Better.' });
  assert.deepEqual(workspaceOf(log.events, 'idea-1')['notes.txt'], { text: '## Run 1\nGood.\n\n## Run 2\nBetter.' });
  log.add('coding.finished', 'idea-1', 'coder', { code: { 'a.py': { text: 'a' } }, notes: '# All' });
  assert.deepEqual(workspaceOf(log.events, 'idea-1'), {
    ...template,
    'a.py': { text: 'a' },
    'notes.txt': { text: '# All' },
  });
});

test('notes that were stored as a blob are begun anew', () => {
  const log = begun()
    .add('experiment.completed', 'idea-1', 'experimenter', { outputs: { 'notes.txt': blob('notes') } })
    .add('note.written', 'idea-1', 'coder', { run: 1, text: 'Good.' });
  assert.deepEqual(workspaceOf(log.events, 'idea-1')['notes.txt'], { text: '## Run 1\nGood.' });
});

test('a draft has its last title and the last text of each section, and begins anew after coding', () => {
  const log = begun()
    .add('title.chosen', 'idea-1', 'writer', { title: 'Old' })
    .add('section.drafted', 'idea-1', 'writer', { section: 'method', text: 'old' });
  assert.deepEqual(draftOf(log.events, 'idea-1'), { title: 'Old', sections: { method: 'old' } });
  log.add('coding.finished', 'idea-1', 'coder', { code: {}, notes: '' });
  assert.deepEqual(draftOf(log.events, 'idea-1'), { title: '', sections: {} });
  log
    .add('title.chosen', 'idea-1', 'writer', { title: 'New' })
    .add('section.drafted', 'idea-1', 'writer', { section: 'abstract', text: 'a' })
    .add('section.drafted', 'idea-1', 'writer', { section: 'results', text: 'b' })
    .add('citation.added', 'idea-1', 'writer', { sections: { abstract: 'a \\cite{x}' } })
    .add('note.written', 'idea-1', 'coder', { run: 1, text: 'no' })
    .add('title.chosen', 'idea-1', 'writer', { title: 'Newest' })
    .add('section.drafted', 'idea-1', 'writer', { section: 'method', text: 'd' })
    .add('paper.fixed', 'idea-1', 'writer', { sections: { results: 'c' } });
  assert.deepEqual(draftOf(log.events, 'idea-1.review-1'), {
    title: 'Newest',
    sections: { abstract: 'a \\cite{x}', results: 'c', method: 'd' },
  });
  assert.deepEqual(draftOf(log.events, 'idea-10'), { title: '', sections: {} });
  assert.deepEqual(draftOf(log.events, 'run'), { title: '', sections: {} });
});
