import { type Direction, directionOf } from '../events/metric-direction.ts';
import type { TemplateCheck } from '../events/projections/template-check.ts';
import { leftOutText } from './left-out.ts';
import { metricNoteLines } from './metric-notes.ts';
import { durationText, measuredText, plural, sizeText } from './quantities.ts';
import { type Column, table } from './table.ts';

type Measured = {
  readonly dataset: string;
  readonly metric: string;
  readonly mean: number;
  readonly stderr: number | null;
  readonly better: Direction['better'] | null;
  readonly isGuessed: boolean;
};

const columns: readonly Column<Measured>[] = [
  { title: 'DATA SET', text: ({ dataset }) => dataset },
  { title: 'METRIC', text: ({ metric }) => metric },
  { title: 'VALUE', text: ({ mean, stderr }) => measuredText(mean, stderr), right: true },
  { title: 'BETTER', text: ({ better, isGuessed }) => `${better ?? 'unknown'}${isGuessed ? ' (guessed)' : ''}` },
];

const measuredIn = ({ template, examined }: TemplateCheck): readonly Measured[] =>
  Object.entries(examined?.results ?? {}).flatMap(([dataset, { means, stderrs }]) =>
    Object.entries(means).map(([metric, mean]) => {
      const { better = null, isGuessed = false } = directionOf(template.metrics, metric) ?? {};
      return { dataset, metric, mean, stderr: stderrs[metric] ?? null, better, isGuessed };
    }),
  );

/** The same for programs. */
export const templateCheckData = (check: TemplateCheck, run: string) => {
  const { template, examined, refused, notes, problems } = check;
  return {
    run,
    template: template.name,
    files: Object.keys(template.workspace),
    measured: measuredIn(check),
    unmeasured: notes?.unmeasured ?? [],
    leftOut: examined?.leftOut ?? null,
    resources: (examined ?? refused)?.resources ?? null,
    figures: examined?.figures ?? [],
    tail: refused?.tail ?? '',
    problems,
  };
};

/** What the trial of a template found, line by line, and what to do next. */
export const templateCheckText = (check: TemplateCheck, run: string, columnsWide: number | undefined): string => {
  const { template, examined, refused, notes, problems } = check;
  const files = Object.keys(template.workspace);
  const paper = `template.tex ${'template.tex' in template.latex ? 'compiles' : 'is the default one'} with a dummy text`;
  const lines = [
    `files      ${plural(files.length, 'file')}: ${files.slice(0, 8).join(', ')}${files.length > 8 ? ', …' : ''}`,
    ...(examined === null
      ? []
      : [
          `baseline   ${durationText(examined.resources.wallTimeMs)} of at most ${durationText(template.experimentLimits.wallTimeMs)}, ${sizeText(examined.resources.peakMemoryBytes)} of memory`,
          `figures    ${examined.plotProblem === null ? examined.figures.join(', ') : 'none'}`,
          ...(examined.paperProblem === null ? [`paper      ${paper}`] : []),
          ...(examined.leftOut === undefined ? [] : [`not kept   ${leftOutText(examined.leftOut)}`]),
        ]),
    ...metricNoteLines(notes ?? { measured: [], guessed: {}, unknown: [], unmeasured: [] }).map(
      (line) => `metrics    ${line}`,
    ),
    ...(refused === null || refused.tail.trim() === '' ? [] : ['', ...refused.tail.trimEnd().split('\n').slice(-12)]),
  ];
  const verdict =
    problems.length === 0
      ? `The template is ready: ${run}`
      : `${plural(problems.length, 'problem')}:\n${problems.map((problem) => `- ${problem}`).join('\n')}`;
  const results = examined === null ? '' : `\n${table(measuredIn(check), columns, columnsWide)}`;
  return `\n${lines.join('\n')}\n${results}\n${verdict}\n`;
};
