import { setUpMachine } from '../../lab/requirements.ts';
import type { DefineCommand } from '../command.ts';
import { openStatusLine } from '../terminal.ts';

export const define: DefineCommand = (command, services, exit) =>
  command.action(async () => {
    if (!(await setUpMachine(services, openStatusLine()))) exit('failed');
  });
