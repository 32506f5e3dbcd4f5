import { machine } from './machine.ts';
import { examiner } from './manifest.ts';

export const role = examiner.withMachine(machine);
