import { machine } from './machine.ts';
import { experimenter } from './manifest.ts';

export const role = experimenter.withMachine(machine);
