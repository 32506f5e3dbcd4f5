import { CodedError } from '../../../events/outcome.ts';
import { csvRows } from '../../../text/csv-rows.ts';
import { ratedBy, verdictText } from './review.ts';
import { type Found, type FoundRun, type Naming, unknownModel } from './runs.ts';

const found = (name: string, fields: Readonly<Record<string, string>>): Found => {
  const rated = ratedBy({ ...fields, overall: fields.overall });
  const score = rated.ratings.overall ?? null;
  return {
    ...{ name, title: fields.title || name, idea: null, novel: null, runs: [], notes: '', figures: [], at: null },
    papers: [{ version: 1, title: fields.title || name, pdf: null, ...rated }],
    files: {},
    leftOut: [],
    outcome: score === null ? 'failed' : 'reviewed',
    reason: score === null ? 'imported: a paper without a review' : verdictText(rated),
    score,
    cost: { calls: 0, dollars: 0, inputTokens: 0, outputTokens: 0, unpriced: 1 },
  };
};

/**
 * Reads a table of ratings with a row for each paper: `paper` or `paper_id`, `overall`, and where there are such columns
 * `template`, `model`, `title`, `decision` and the other ratings. Throws CodedError('table.unusable').
 */
export const runsOfRatings = (name: string, text: string, naming: Naming): readonly FoundRun[] => {
  const { rows } = csvRows(text);
  const groups = new Map<string, { template: string; model: string; ideas: Found[] }>();
  for (const [index, row] of rows.entries()) {
    const fields = Object.fromEntries(Object.entries(row).map(([column, value]) => [column.toLowerCase(), value]));
    const paper = fields.paper ?? fields.paper_id ?? '';
    if (paper === '' || fields.overall === undefined)
      throw new CodedError('table.unusable', `row ${index + 2} names no paper, or there is no column overall`);
    const template = naming.template ?? (fields.template || name);
    const model = naming.model ?? (fields.model || unknownModel);
    const key = JSON.stringify([template, model]);
    const group = groups.get(key) ?? { template, model, ideas: [] };
    group.ideas.push(found(paper.slice(0, 200), fields));
    groups.set(key, group);
  }
  return [...groups.values()];
};
