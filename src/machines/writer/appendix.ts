import { escapeLatex } from '../../latex/escape.ts';
import type { Context } from './context.ts';

const code = (text: string): string => `\\texttt{${escapeLatex(text)}}`;

/** Formats a hash so that lines can break within it. */
const hash = (sha256: string): string =>
  `\\texttt{${(escapeLatex(sha256).match(/.{1,8}/g) ?? []).join('\\allowbreak{}')}}`;

/** Lets a line break within the id of another run's event, which is too long for its column. */
const eventId = (id: string): string =>
  id.includes('/') ? `\\texttt{${escapeLatex(id).replace(/[-./]/g, '$&\\allowbreak{}')}}` : code(id);

const row = (...cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

const table = (columns: string, head: readonly string[], rows: readonly string[]): string =>
  [
    '\\begin{center}\\footnotesize\\setlength{\\tabcolsep}{4pt}',
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    row(...head),
    '\\midrule',
    ...rows,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{center}',
  ].join('\n');

const experimentTable = ({ experiments, evidence }: Context): string =>
  table(
    'rp{0.25\\textwidth}p{0.27\\textwidth}rrr',
    ['No.', 'What was changed', 'Event', 'Wall (s)', 'CPU (s)', 'MB'],
    experiments.map(({ run, description }) => {
      const known = evidence[String(run)];
      const resources = known?.resources;
      return row(
        String(run),
        escapeLatex(run === 0 && description.trim() === '' ? 'the baseline' : description.slice(0, 300)),
        known === undefined ? '' : `\\raggedright ${eventId(known.event)}`,
        ...(resources
          ? [seconds(resources.wallTimeMs), seconds(resources.cpuTimeMs), megabytes(resources.peakMemoryBytes)]
          : ['', '', '']),
      );
    }),
  );

const maximumRows = 20;

const environment = (context: Context): string => {
  const rows = Object.entries(context.environment)
    .slice(0, maximumRows)
    .map(([name, value]) => row(escapeLatex(name), escapeLatex(value.slice(0, 200))));
  return rows.length === 0
    ? 'No environment was recorded.'
    : table('lp{0.6\\textwidth}', ['Environment', 'As recorded'], rows);
};

const chain = ({ printed }: Context): string =>
  printed === null
    ? 'No hash of the log had been recorded when this paper was compiled.'
    : `The SHA-256 chain over the run's log, through its event ${printed.through}, is ${hash(printed.sha256)}.`;

const lineage = ({ started: { forkedFrom } }: Context): readonly string[] =>
  forkedFrom
    ? [
        `This run shares the history of run ${code(forkedFrom.run)} through its event ${forkedFrom.through}, ${code(forkedFrom.id)}, where the SHA-256 chain over that run's log is ${hash(forkedFrom.chain)}.`,
      ]
    : [];

/** Lists the origin of everything in the paper. LaTeX, fully escaped. */
export const appendix = (context: Context): string => {
  const sandboxes = [
    ...new Set([context.started.sandbox, ...Object.values(context.evidence).map((one) => one.sandbox)]),
  ];
  return [
    '\\section{Provenance}',
    '\\label{sec:provenance}',
    `\\begin{sloppypar}\nEvery number in this paper comes from an experiment that is recorded in the log of run ${code(context.run)}, idea ${context.number} (${code(context.idea?.name ?? context.scope)}). Version ${context.version} of the paper.\n\\end{sloppypar}`,
    `Sandbox: ${escapeLatex(sandboxes.filter((name) => name !== '').join(', ')) || 'not recorded'}.`,
    ...lineage(context),
    experimentTable(context),
    environment(context),
    chain(context),
  ].join('\n\n');
};
