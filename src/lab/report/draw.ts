import { millisecondsOf } from '../../events/time.ts';
import type { Chart } from '../../ports/charts.ts';
import { plain } from '../../text/clean.ts';
import { dollarsText } from '../../text/quantities.ts';
import type { Services } from '../services.ts';
import type { Course, Point } from './course.ts';
import type { Report } from './report.ts';
import type { Row } from './rows.ts';

const labelOf = ({ template, model }: Row, note: string): string => plain(`${template}, ${model}${note}`);

const scoresOf = ({ evidence }: Row): readonly number[] => evidence.flatMap(({ score }) => score ?? []);

const scores = (rows: readonly Row[]): Chart => ({
  ...{ kind: 'distributions', name: 'scores', title: 'Scores of papers, with mean and standard error' },
  axis: 'overall score',
  range: [1, 10],
  groups: rows.flatMap((row) =>
    row.meanScore === null
      ? []
      : [
          {
            label: labelOf(row, ` (${row.scored})`),
            values: scoresOf(row),
            mean: row.meanScore,
            error: row.standardError,
          },
        ],
  ),
});

const costs = (rows: readonly Row[]): Chart => ({
  ...{ kind: 'bars', name: 'cost', title: 'Cost per paper', axis: 'US dollars' },
  groups: rows.flatMap((row) =>
    row.dollarsPerPaper === null
      ? []
      : [
          {
            label: labelOf(row, ` (${row.papers})`),
            value: row.dollarsPerPaper,
            text: dollarsText({ dollars: row.dollarsPerPaper, unpriced: row.unpriced }),
          },
        ],
  ),
});

const timed = (points: readonly Point[]) =>
  points.map(({ time, count }): readonly [number, number] => [millisecondsOf(time), count]);

const growth = ({ proposed, novel, paper }: Course): Chart => ({
  ...{ kind: 'steps', name: 'archive', title: 'Growth of the archive', axis: 'time (UTC)' },
  series: [
    { label: 'ideas', points: timed(proposed) },
    { label: 'novel ideas', points: timed(novel) },
    { label: 'papers', points: timed(paper) },
  ].filter(({ points }) => points.length > 0),
});

const isFilled = (chart: Chart): boolean => (chart.kind === 'steps' ? chart.series : chart.groups).length > 0;

/** The charts of a report that have anything to show. */
export const chartsOf = ({ rows, course }: Report): readonly Chart[] =>
  [scores(rows), costs(rows), growth(course)].filter(isFilled);

/** Draws the charts of a report, and returns the files. */
export const drawReport = async (services: Services, report: Report, folder: string): Promise<readonly string[]> => {
  const charts = chartsOf(report);
  return charts.length === 0 ? [] : services.charts.draw(charts, folder);
};
