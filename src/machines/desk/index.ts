import { machine } from './machine.ts';
import { desk } from './manifest.ts';

export const role = desk.withMachine(machine);
