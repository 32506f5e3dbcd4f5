import { eventOfRun, eventsOfRun, saveRun, showRun } from '../../lab/look/show.ts';
import { eventLine } from '../../text/event-line.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';
import { runArgument } from '../words.ts';
import { runData, runText } from './show-text.ts';

type Options = { json?: boolean; events?: boolean; event?: string; save?: string };

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .option('--events', 'list every event, one per line')
    .option('--event <id>', 'show one event as JSON, by its id or number')
    .option('--save <folder>', 'write papers, code, figures and reviews to this folder')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist show latest
  ai-scientist show grokking-2026 --json
  ai-scientist show latest --events
  ai-scientist show latest --event idea-1.coder.2
  ai-scientist show latest --save results`,
    )
    .action(async (run: string, { save, event: id, events, json }: Options) => {
      if (save !== undefined) return print(`saved in ${await saveRun(services, run, save)}`);
      if (id !== undefined) return printJson(await eventOfRun(services, run, id));
      if (!events) {
        const details = await showRun(services, run);
        return json ? printJson(runData(details)) : print(runText(details));
      }
      const all = await eventsOfRun(services, run);
      if (json) return printJson(all);
      for (const event of all) print(`${event.id.padEnd(34)} ${eventLine(event)}`);
    });
