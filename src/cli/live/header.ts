import type { ProgressView } from '../../events/projections/progress-view.ts';
import { plain } from '../../text/clean.ts';
import { modelNames } from '../../text/model-names.ts';
import { countText, dollarsText, durationText, gauge, plural, shareText } from '../../text/quantities.ts';
import type { Row, Span, Style } from '../../text/row.ts';
import type { View } from './state.ts';

const statusStyles: Readonly<Record<ProgressView['status'] | 'interrupted', Style>> = {
  interrupted: 'red',
  waiting: 'yellow',
  running: 'cyan',
  paused: 'yellow',
  finished: 'green',
};

const money = ({ cost, forecastDollars, status }: ProgressView, budget: number | null): string => {
  const spent = dollarsText(cost);
  const limit = budget === null ? '' : ` of ${dollarsText(budget)}`;
  const forecast =
    forecastDollars === null || status === 'finished' ? '' : `, forecast ${dollarsText(forecastDollars)}`;
  return `${spent}${limit}${forecast}`;
};

const leftText = ({ leftMs }: ProgressView): string => (leftMs === null ? '' : `, about ${durationText(leftMs)} left`);

/** Two to four lines: the run, its progress, its cost, and a reason or notice. */
export const headerRows = (view: View, progress: ProgressView): readonly Row[] => {
  const { started } = view;
  const { counts, cost } = progress;
  const status = view.isDead && progress.status === 'running' ? 'interrupted' : progress.status;
  const of: readonly Span[] =
    started === null
      ? []
      : [[`  ${modelNames(started.models)}`, 'yellow'], [`  ${started.template.name} · ${started.settings.profile}`]];
  return [
    [[view.run, 'bold'], ...of],
    [
      [`${gauge(progress.fraction, 16)} ${shareText(progress.fraction)}  `, statusStyles[status]],
      [status, statusStyles[status]],
      [`  ${durationText(progress.elapsedMs)}${leftText(progress)}  `],
      [money(progress, view.progress.budget.dollars), 'yellow'],
      [`  ideas ${counts.ended}/${counts.asked} ended, ${counts.reviewed} reviewed`],
      [`  ${plural(cost.calls, 'call')}, ${countText(cost.inputTokens + cost.outputTokens)} tokens`, 'dim'],
    ],
    ...(progress.reason === '' ? [] : [[[plain(progress.reason), statusStyles[status]]] as Row]),
    ...(view.notice === '' ? [] : [[[plain(view.notice), 'yellow']] as Row]),
  ];
};
