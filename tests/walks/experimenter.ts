import { failure, success } from '../../src/events/outcome.ts';
import { role } from '../../src/machines/experimenter/index.ts';
import { crashed, drewWell, ranWell, report, startedWith } from '../support/coder-world.ts';
import type { World } from './walker.ts';

/** An experiment and a plot, requested at any time, even while the other is under way. */
export const experimenterWorld: World = {
  role,
  scope: 'idea-1',
  started: startedWith(),
  hear: () => [
    { type: 'experiment.requested', once: 'experiment 1', data: { run: 1, attempt: 1, workspace: {} } },
    { type: 'plot.requested', once: 'plot 1', data: { attempt: 1, workspace: {} } },
  ],
  answers: ({ key }) => ({
    good: key === 'plot' ? drewWell : ranWell(1),
    nothing: success(report()),
    unreadable: success(report({ outputs: { 'run_1/final_info.json': { text: '{' } } })),
    crash: crashed,
    'timed out': success(report({ reason: 'timed_out', explanation: 'a limit' })),
    garbage: failure('task.invalid_value', 'nonsense'),
    'no sandbox': failure('sandbox.unavailable', 'no sandbox'),
  }),
  opens: ({ type, data }) => (type.endsWith('.requested') ? `${type.split('.')[0]} ${data.attempt}` : undefined),
  settles: ({ type, data }) =>
    /\.(completed|failed)$/.test(type) ? `${type.split('.')[0]} ${data.attempt}` : undefined,
};
