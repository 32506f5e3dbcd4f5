import { machine } from './machine.ts';
import { referee } from './manifest.ts';

export const role = referee.withMachine(machine);
