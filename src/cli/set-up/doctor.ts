import { type Found, findRequirements } from '../../lab/requirements.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';

const foundText = (found: readonly Found[]): string => {
  const width = Math.max(...found.map(({ name }) => name.length));
  return found
    .map((row) => {
      const verdict = row.found
        ? `ok       ${row.version}  ${row.path}`
        : `${row.optional ? 'absent ' : 'MISSING'}  ${row.problem}\n${' '.repeat(width + 11)}${row.remedy}`;
      return `${row.name.padEnd(width)}  ${verdict}\n`;
    })
    .join('');
};

export const define: DefineCommand = (command, services, exit) =>
  command.option('--json', 'as JSON').action(async ({ json }: { json?: boolean }) => {
    const found = await findRequirements(services);
    if (found.some((row) => !row.found && !row.optional)) exit('failed');
    if (json) printJson(found);
    else print(foundText(found));
  });
