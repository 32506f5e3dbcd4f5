import { failure, success } from '../../src/events/outcome.ts';
import { role } from '../../src/machines/examiner/index.ts';
import { baseline, startedWith } from '../support/coder-world.ts';
import type { World } from './walker.ts';

const pdf = { blob: 'pdf', sizeBytes: 9, pages: 1 };
const compiled = { ok: true, pdf, errors: [], warnings: [], logTail: '', text: 'A Trial' };
const errors = [{ file: 'paper.tex', line: 3, message: 'File `algorithm.sty’ not found' }];
const { run, attempt } = baseline;
const resources = null;

/** A baseline, or its failure; then figures or none, and every outcome of the compilation. */
export const examinerWorld: World = {
  role,
  scope: 'baseline',
  started: startedWith(),
  owed: ['template'],
  hear: ({ snapshot }) =>
    snapshot.value === 'waiting'
      ? [
          { type: 'experiment.completed', once: 'baseline', data: baseline },
          {
            type: 'experiment.failed',
            once: 'baseline',
            data: { run, attempt, reason: 'crashed', explanation: 'exit code 1', tail: '', resources },
          },
        ]
      : [
          {
            type: 'plot.completed',
            once: 'plot',
            data: { attempt: 1, figures: { 'a.png': pdf }, resources: baseline.resources },
          },
          {
            type: 'plot.failed',
            once: 'plot',
            data: { attempt: 1, reason: 'no_figures', explanation: 'none', tail: '' },
          },
        ],
  answers: () => ({
    compiled: success(compiled),
    faulty: success({ ...compiled, ok: false, errors }),
    nothing: success({ ...compiled, ok: false, pdf: null, errors }),
    unexplained: success({ ...compiled, ok: false, pdf: null, errors: [] }),
    'no LaTeX': failure('sandbox.unavailable', 'no LaTeX'),
  }),
  opens: () => undefined,
  settles: ({ type }) => (type === 'template.examined' || type === 'template.refused' ? 'template' : undefined),
};
