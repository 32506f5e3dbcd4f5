import type { ProgressView } from '../../events/projections/progress-view.ts';
import { modelNames } from '../../text/model-names.ts';
import type { Row, Span, Style } from '../../text/row.ts';
import { dollars, duration, gauge, plain, plural, tokens } from '../../text/text.ts';
import type { View } from './state.ts';

const statusStyles: Readonly<Record<ProgressView['status'], Style>> = {
  running: 'cyan',
  paused: 'yellow',
  finished: 'green',
};

const money = ({ cost, forecastDollars, status }: ProgressView, budget: number | null): string => {
  const spent = `${cost.unpriced > 0 ? 'at least ' : ''}${dollars(cost.dollars)}`;
  const limit = budget === null ? '' : ` of ${dollars(budget)}`;
  const forecast = forecastDollars === null || status === 'finished' ? '' : `, forecast ${dollars(forecastDollars)}`;
  return `${spent}${limit}${forecast}`;
};

/** Two or three lines: what runs, how far it is, what it costs. */
export const headerRows = (view: View, progress: ProgressView): readonly Row[] => {
  const { started } = view;
  const { counts, cost, status } = progress;
  const of: readonly Span[] =
    started === null
      ? []
      : [[`  ${modelNames(started.models)}`, 'yellow'], [`  ${started.template.name} · ${started.settings.profile}`]];
  return [
    [[view.run, 'bold'], ...of],
    [
      [`${gauge(progress.fraction, 16)} ${Math.round(progress.fraction * 100)} %  `, statusStyles[status]],
      [status, statusStyles[status]],
      [`  ${duration(progress.elapsedMs)}  `],
      [money(progress, view.progress.budget.dollars), 'yellow'],
      [`  ideas ${counts.ended}/${counts.asked} ended, ${counts.reviewed} reviewed`],
      [`  ${plural(cost.calls, 'call')}, ${tokens(cost.inputTokens + cost.outputTokens)} tokens`, 'dim'],
    ],
    ...(progress.reason === '' ? [] : [[[plain(progress.reason), statusStyles[status]]] as Row]),
    ...(view.notice === '' ? [] : [[[plain(view.notice), 'yellow']] as Row]),
  ];
};
