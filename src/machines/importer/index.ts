import { machine } from './machine.ts';
import { importer } from './manifest.ts';

export const role = importer.withMachine(machine);
