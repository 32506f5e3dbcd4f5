import { Command } from 'commander';
import { type ImportedRun, importV1 } from '../../lab/keep/import-v1.ts';
import type { Services } from '../../lab/services.ts';
import { plural } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import { outputColumns, print, tell } from '../output.ts';

const columns: readonly Column<ImportedRun>[] = [
  { title: 'RUN', text: ({ run }) => run },
  { title: 'TEMPLATE', text: ({ template }) => template },
  { title: 'MODEL', text: ({ model }) => model },
  { title: 'IDEAS', text: ({ ideas }) => String(ideas), right: true },
  { title: 'PAPERS', text: ({ papers }) => String(papers), right: true },
  { title: '', text: ({ isNew }) => (isNew ? '' : 'imported before') },
];

/** The subcommand `import v1`. */
export const importV1Command = (services: Services): Command =>
  new Command('v1')
    .description('Import results of the first AI Scientist: a folder, or a table of ratings.')
    .argument('<folder>', 'a folder of results, of one idea, or above them; or a .csv of ratings')
    .option('--template <name>', 'the template of the results; by default the name of their folder')
    .option('--model <model>', 'the model that made them; by default the one that a transcript names')
    .addHelpText(
      'after',
      `
A folder becomes a run for each folder of ideas in it: ideas.json, notes.txt, run_<n>/final_info.json, the code of each
run, LaTeX, figures, PDF, review.txt and transcripts. A table needs the columns paper and overall; template, model,
decision and the other ratings are taken from columns of these names. What the results do not say stays empty. Files that
may hold a key, links, weights and arrays are left out. The runs are listed by \`runs\`, \`archive\`, \`show\` and
\`report\` like all others, marked as imported; the same results are imported once.

Examples:
  ai-scientist import v1 results/2d_diffusion --model claude-3-5-sonnet
  ai-scientist import v1 ratings.csv`,
    )
    .action(async (path: string, naming: { template?: string; model?: string }) => {
      const runs = await importV1(services, path, naming);
      print(table(runs, columns, outputColumns()));
      for (const { run, leftOut } of runs)
        if (leftOut > 0)
          tell(`${run}: ${plural(leftOut, 'file')} left out; \`show ${run} --events --json\` names them`);
    });
