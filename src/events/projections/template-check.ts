import type { Event } from '../envelope.ts';
import { type MetricNotes, metricNotes } from '../metric-direction.ts';
import type { Read } from '../vocabulary/definition.ts';
import { isKnown } from '../vocabulary/known.ts';
import type { Template } from '../vocabulary/run.ts';
import type { templateEvents } from '../vocabulary/template.ts';

type Examined = Read<(typeof templateEvents)['template.examined']['schema']>;
type Refused = Read<(typeof templateEvents)['template.refused']['schema']>;

/** What the trial of a template found. */
export type TemplateCheck = {
  readonly template: Template;
  /** Null if the baseline failed, or the paper does not compile. */
  readonly examined: Examined | null;
  readonly refused: Refused | null;
  readonly notes: MetricNotes | null;
  /** What has to be mended before a run. */
  readonly problems: readonly string[];
};

const problemsOf = (
  examined: Examined | null,
  refused: Refused | null,
  notes: MetricNotes | null,
): readonly string[] => [
  ...(refused === null ? [] : [`${refused.reason}: ${refused.explanation}`]),
  ...(examined?.plotProblem ? [`figures: ${examined.plotProblem}`] : []),
  ...(examined?.paperProblem ? [`paper: ${examined.paperProblem}`] : []),
  ...(notes === null || notes.unmeasured.length === 0
    ? []
    : [`metrics: template.json describes some that the results do not have: ${notes.unmeasured.join(', ')}`]),
];

/** Reads the trial of a template from the log of the run that made it. */
export const templateCheckOf = (template: Template, events: readonly Event[]): TemplateCheck => {
  const known = events.filter(isKnown);
  const examined = known.find((event) => event.type === 'template.examined')?.data ?? null;
  const refused = known.find((event) => event.type === 'template.refused')?.data ?? null;
  const notes = examined === null ? null : metricNotes(template.metrics, examined.results);
  return { template, examined, refused, notes, problems: problemsOf(examined, refused, notes) };
};
