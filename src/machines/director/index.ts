import { machine } from './machine.ts';
import { director } from './manifest.ts';

export const role = director.withMachine(machine);
