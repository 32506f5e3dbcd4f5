import { machine } from './machine.ts';
import { reviewer } from './manifest.ts';

export const role = reviewer.withMachine(machine);
