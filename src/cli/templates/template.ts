import { commandName } from '../../lab/command-name.ts';
import { readTemplateCheck } from '../../lab/look/template-check.ts';
import type { Services } from '../../lab/services.ts';
import { beginRun } from '../../lab/work/run.ts';
import { jsonText } from '../../text/clean.ts';
import { templateCheckData, templateCheckText } from '../../text/template-check.ts';
import type { DefineCommand } from '../command.ts';
import type { Exit } from '../exit-codes.ts';
import { showWork } from '../live/show-work.ts';
import { outputColumns, print, tell } from '../output.ts';
import { addOverlayOptions, type OverlayOptions, overlayOf } from '../overlay-options.ts';
import { refuse } from '../refuse.ts';
import { addSandboxOption, budgetOf, modelChoice } from '../run-options.ts';

type Options = OverlayOptions & { readonly profile?: string; readonly sandbox: string; readonly json?: boolean };

const isAction = (text: string): string => (text === 'check' ? text : refuse('check'));

const withoutIdeas = {
  mode: 'batch',
  ideas: 0,
  parallel: 1,
  experiments: 1,
  improvement: false,
  approveIdeas: false,
  literature: [],
  budget: budgetOf({}),
  models: modelChoice({}),
  roster: undefined,
  fresh: true,
  isCheck: true,
} as const;

const check = async (services: Services, template: string, options: Options): Promise<Exit> => {
  const { profile, sandbox, json } = options;
  const wish = { ...withoutIdeas, template, profile, overlay: overlayOf(options), sandbox };
  const work = await beginRun(services, wish, tell);
  const exit = await showWork(services, work, json ? { silent: true } : {}, () => []);
  if (exit !== 'failed' && exit !== 'paperless') return exit;
  const found = await readTemplateCheck(services, work.run);
  if (json) print(jsonText(templateCheckData(found, work.run), 2));
  else print(templateCheckText(found, `${commandName} run ${template}`, outputColumns()));
  return found.examined !== null && found.problems.length === 0 ? 'done' : 'failed';
};

export const define: DefineCommand = (command, services, exit) =>
  addSandboxOption(
    addOverlayOptions(
      command
        .argument('<action>', 'check', isAction)
        .argument('<template>', "a template's name or folder")
        .option('--profile <name>', "the template's profile (default: its first)"),
    ),
  )
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Loads the template, runs its baseline once, draws its figures, compiles a dummy paper with its LaTeX, and says what was
measured and what is wrong. No model is asked. A later run takes the baseline over.

Example:
  ai-scientist template check ./my-template`,
    )
    .action(async (_action: string, template: string, options: Options) =>
      exit(await check(services, template, options)),
    );
