import { Command } from 'commander';
import type { Requirement } from '../../ports/requirement.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';

export const setupCommand: MakeCommand = (services, exit) =>
  new Command('setup')
    .description('Find what a run needs of this machine, and install what is missing.')
    .action(async () => {
      await services.home();
      if (!(await services.setUp(services.requirements))) exit(1);
    });

export const doctorCommand: MakeCommand = (services, exit) =>
  new Command('doctor')
    .description('Say for each part that a run needs: found, its version, or what to do.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      await services.home();
      const look = (list: readonly Requirement[], optional: boolean) =>
        list.map(async ({ name, purpose, find }) => ({ name, purpose, optional, ...(await find()) }));
      const rows = await Promise.all([...look(services.requirements, false), ...look(services.optional, true)]);
      if (rows.some(({ found, optional }) => !found && !optional)) exit(1);
      if (options.json) return printJson(rows);
      const width = Math.max(...rows.map(({ name }) => name.length));
      for (const row of rows) {
        const verdict = row.found
          ? `ok       ${row.version}  ${row.path}`
          : `${row.optional ? 'absent ' : 'MISSING'}  ${row.problem}\n${' '.repeat(width + 11)}${row.remedy}`;
        print(`${row.name.padEnd(width)}  ${verdict}`);
      }
    });
