import { missingText } from '../../actors/roles/known.ts';
import { compareRuns } from '../../lab/debug/diff.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { runArgument } from '../words.ts';
import { diffText } from './diff-text.ts';

type Options = { readonly full?: boolean; readonly json?: boolean; readonly roster?: string };

export const define: DefineCommand = (command, services) =>
  addRosterOption(command)
    .argument('<run>', runArgument)
    .argument('<other>', 'the run to compare with')
    .option('--full', 'show every line, and unchanged metrics too')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Events are matched by actor and number, so that the actors' relative speed makes no difference. Times, hashes and the
runs' names are not compared.

Examples:
  ai-scientist diff grokking-20260102 latest
  ai-scientist diff latest second-thought --full
  ai-scientist diff latest second-thought --json`,
    )
    .action(async (one: string, other: string, { full = false, json, roster }: Options) => {
      const { diff, stateAt, missing } = await compareRuns(services, one, other, roster);
      if (!json) {
        for (const line of new Set(missing.map(missingText))) print(`${line}; its states are unknown`);
        return print(diffText(diff, { full, stateAt }));
      }
      const [first] = diff.differences;
      printJson({ ...diff, missing, first: first === undefined ? null : { ...first, states: stateAt(first) } });
    });
