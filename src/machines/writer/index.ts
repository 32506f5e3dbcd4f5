import { machine } from './machine.ts';
import { writer } from './manifest.ts';

export const role = writer.withMachine(machine);
