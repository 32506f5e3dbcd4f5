import { CodedError } from '../../../events/outcome.ts';
import { csvRows } from '../../../text/csv-rows.ts';
import { mean } from '../statistics.ts';
import type { Judged } from './agreement.ts';

type Fields = Readonly<Record<string, string>>;

/** What people decided on one paper. */
export type Label = Pick<Judged, 'paper' | 'accepted' | 'humanScore'>;

/** Papers with people's decisions, and a model's judgements as far as the table has them. */
export type Labelled = {
  readonly labels: readonly Label[];
  /** Name of the reviewer, with its settings -> its judgements. */
  readonly judged: ReadonlyMap<string, readonly Judged[]>;
  /** Rows without a decision or a score of the model. */
  readonly leftOut: number;
};

const unusable = (problem: string): CodedError => new CodedError('table.unusable', problem);

const numberIn = (text: string, what: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw unusable(`${what} is "${text.slice(0, 40)}", which is not a number`);
};

/** "Accept (Poster)" and "accept" -> true, "Reject" -> false. */
const decisionIn = (text: string, what: string): boolean => {
  if (/^\s*accept/i.test(text)) return true;
  if (/^\s*(?:desk[ -]?)?reject/i.test(text)) return false;
  throw unusable(`${what} is "${text.slice(0, 40)}", neither Accept nor Reject`);
};

const labelIn = (row: Fields, place: string): Label => {
  const scores = (row.human_scores ?? '').split(/[\s;]+/).filter((score) => score !== '');
  return {
    paper: row.paper ?? '',
    accepted: decisionIn(row.human_decision ?? '', `${place}, human_decision,`),
    humanScore: mean(scores.map((score) => numberIn(score, `${place}, human_scores,`))),
  };
};

const required = ['paper', 'human_decision'] as const;

/**
 * Reads a table of papers: `paper`, `human_decision`, and where there are such columns `human_scores` (separated by
 * spaces), `reviewer`, `overall` and `decision`. Throws CodedError('table.unusable').
 */
export const readLabelled = (text: string): Labelled => {
  const { columns, rows } = csvRows(text);
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw unusable(`it has no column ${missing.join(' and no column ')}`);
  const judges = columns.includes('overall') || columns.includes('decision');
  const labels = new Map<string, Label>();
  const judged = new Map<string, Judged[]>();
  let leftOut = 0;
  for (const [index, row] of rows.entries()) {
    const place = `row ${index + 2}`;
    const label = labelIn(row, place);
    const present = labels.get(label.paper);
    if (present !== undefined && present.accepted !== label.accepted)
      throw unusable(`${place} and an earlier row differ in the human decision on "${label.paper.slice(0, 40)}"`);
    labels.set(label.paper, label);
    if (!judges) continue;
    const { reviewer = '', overall = '', decision = '' } = row;
    if (overall === '' && decision === '') {
      leftOut += 1;
      continue;
    }
    const score = overall === '' ? null : numberIn(overall, `${place}, overall,`);
    const own = decision === '' ? null : decisionIn(decision, `${place}, decision,`);
    judged.set(reviewer, [...(judged.get(reviewer) ?? []), { ...label, score, decision: own }]);
  }
  return { labels: [...labels.values()], judged, leftOut };
};
