import type { Finding, Report } from '../actors/replay/finding.ts';
import { lineDiff } from '../text/line-diff.ts';
import { readable } from '../text/readable.ts';

const maximumDiffLines = 60;

const kinds: Readonly<Record<Finding['kind'], string>> = {
  machine: 'the machine has changed',
  schema: 'the schema has changed',
  prompt: 'the prompt has changed',
  log: 'the log has changed',
};

const diffText = ({ kind, recorded, computed }: Finding): string => {
  if (kind === 'prompt' && typeof recorded === 'string')
    return `recorded  SHA-256 ${recorded}; its content is not stored with this recording, so it cannot be compared`;
  const lines = lineDiff(readable(recorded), readable(computed));
  const rest = lines.length > maximumDiffLines ? [`… and ${lines.length - maximumDiffLines} further lines`] : [];
  return ['--- recorded', '+++ today', ...lines.slice(0, maximumDiffLines), ...rest].join('\n');
};

/** One finding in full: event, actor, state, cause, and both sides as a unified diff. */
export const findingText = (finding: Finding): string => {
  const { kind, sequence, id, type, actor, state, cause, message } = finding;
  const asked =
    cause === null ? '' : `asked     on event ${cause.sequence}, ${cause.id}, in state ${cause.state || 'none'}\n`;
  const head = kind === 'prompt' ? 'PROMPT CHANGED' : 'DIVERGED';
  return `${head} at event ${sequence}, ${id} (${type})
actor     ${actor}, in state ${state || 'none'}
${asked}kind      ${kind}: ${kinds[kind]}; ${message}
${diffText(finding)}
`;
};

const promptsText = ([first, ...others]: readonly Finding[]): string => {
  if (first === undefined) return '';
  const rest = others.map(({ sequence, id, actor }) => `  event ${sequence}, ${id}, of ${actor}\n`);
  return `${findingText(first)}${rest.length === 0 ? '' : `and ${rest.length} more inputs differ:\n${rest.join('')}`}`;
};

const agreement = ({ run, events, actors, chained, prompts }: Report): string =>
  `run ${run}: ${events} events, ${actors} actors; every recorded output is what the fold gives, ` +
  `${prompts.length === 0 ? 'every input of a task is the same, ' : ''}` +
  `and ${chained} of ${chained} values of the hash chain match\n`;

export const reportText = (report: Report): string => {
  const end = report.divergence === null ? agreement(report) : findingText(report.divergence);
  return `${promptsText(report.prompts)}${end}`;
};
