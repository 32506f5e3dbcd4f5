import { machine } from './machine.ts';
import { scientist } from './manifest.ts';

export const role = scientist.withMachine(machine);
