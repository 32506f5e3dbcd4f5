import { setUpMachine } from '../../lab/requirements.ts';
import type { DefineCommand } from '../command.ts';

export const define: DefineCommand = (command, services, exit) =>
  command.action(async () => {
    if (!(await setUpMachine(services, (text) => process.stdout.write(text)))) exit(1);
  });
