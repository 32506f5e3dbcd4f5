import { machine } from './machine.ts';
import { coder } from './manifest.ts';

export const role = coder.withMachine(machine);
