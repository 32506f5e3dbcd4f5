import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoster } from '../../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { experimentEvents } from '../../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../../src/events/vocabulary/idea.ts';
import { role as examiner } from '../../../src/machines/examiner/index.ts';
import { role as experimenter } from '../../../src/machines/experimenter/index.ts';
import { bystander } from '../../support/bystander.ts';
import { crashed, drewWell, ranWell, report, startedWith } from '../../support/coder-world.ts';
import { dataOf, Simulator } from '../../support/simulate.ts';

const someone = bystander('neighbours', {
  'experiment.requested': experimentEvents['experiment.requested'],
  'idea.started': ideaEvents['idea.started'],
});

const pdf = { blob: 'pdf', sizeBytes: 9, pages: 1 };
const compiled = { ok: true, pdf, errors: [], warnings: [], logTail: 'the end', text: 'A Trial' };

type World = {
  readonly experiment?: Outcome<unknown>;
  readonly plot?: Outcome<unknown>;
  readonly typeset?: Outcome<unknown>;
  readonly latex?: object;
};

/** Measures the baseline of a template, and examines it. */
const examine = (world: World = {}) => {
  const loaded = [examiner, experimenter, someone].map((role) => ({ role, from: 'tests', version: '1' }));
  const jobs: any[] = [];
  const simulator = new Simulator(createRoster(loaded, {}, ['experiment', 'typeset']), (kind, input: any) => {
    jobs.push(input);
    if (kind === 'typeset') return world.typeset ?? success(compiled);
    return input.command[1] === 'plot.py' ? (world.plot ?? drewWell) : (world.experiment ?? ranWell(0));
  });
  const started = startedWith();
  simulator.start({ ...started, template: { ...started.template, latex: world.latex ?? {} } });
  const data = { run: 0, attempt: 1, workspace: { 'plot.py': { text: 'x' } } };
  simulator.append({ id: 'baseline.others.1', type: 'experiment.requested', scope: 'baseline', role: 'others', data });
  while (simulator.advance());
  const only = (type: string): any => dataOf(simulator.events, type)[0];
  return { jobs, examined: only('template.examined'), refused: only('template.refused') };
};

test('a template that works is examined: the baseline, the figures drawn from it alone, and a dummy paper', () => {
  const { jobs, examined, refused } = examine();
  assert.equal(refused, undefined);
  assert.deepEqual(examined.results, { toy: { means: { loss: 1 }, stderrs: { loss: 0.01 } } });
  assert.deepEqual(
    [examined.figures, examined.plotProblem, examined.paperProblem],
    [['loss.png', 'rate.png'], null, null],
  );
  const [, plot, paper] = jobs;
  assert.ok('run_0/final_info.json' in plot.workspace && 'experiment.py' in plot.workspace);
  assert.match(paper.sources['paper.tex'].text, /\\title\{A Trial\}/);
  assert.match(paper.sources['references.bib'].text, /@article\{trial,/);
});

test('figures that cannot be drawn are reported and prevent nothing, because the Coder edits plot.py', () => {
  const { examined } = examine({ plot: crashed });
  assert.match(examined.plotProblem, /^crashed: /);
  assert.deepEqual(examined.figures, []);
});

test('a template whose paper does not compile is refused, with the place and the message', () => {
  const errors = [{ file: 'paper.tex', line: 3, message: 'File `algorithm.sty’ not found' }];
  const { examined, refused } = examine({ typeset: success({ ...compiled, ok: false, pdf: null, errors }) });
  assert.equal(examined, undefined);
  assert.equal(refused.reason, 'unusable_paper');
  assert.match(refused.explanation, /does not compile with a dummy text: paper\.tex, line 3: File `algorithm\.sty’/);
  assert.equal(refused.tail, 'the end');
});

test('errors beside a PDF are reported, and so is a machine without LaTeX', () => {
  const errors = [{ file: 'paper.tex', line: null, message: 'Undefined control sequence' }];
  const faulty = examine({ typeset: success({ ...compiled, ok: false, errors }) });
  assert.equal(faulty.examined.paperProblem, 'paper.tex: Undefined control sequence');
  const none = examine({ typeset: failure('sandbox.unavailable', 'no LaTeX here') });
  assert.equal(none.examined.paperProblem, 'it was not tried: no LaTeX here');
});

test('a baseline that fails refuses the template with its reason', () => {
  const { refused, jobs } = examine({ experiment: success(report({ reason: 'crashed', explanation: 'exit code 1' })) });
  assert.deepEqual([refused.reason, refused.explanation, jobs.length], ['crashed', 'exit code 1', 1]);
});
