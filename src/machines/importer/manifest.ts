import { importEvents } from '../../events/vocabulary/imported.ts';
import { controlEvents, shellEvents } from '../../events/vocabulary/shell.ts';
import { defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const importer = defineRole({
  name: 'importer',
  description: 'Ends a run that another system recorded, once all its ideas are imported. Replaces the Director.',
  scopes: ['run'],
  context: initial,
  consumes: { ...importEvents, ...pick(shellEvents, 'run.quiesced') },
  publishes: pick(controlEvents, 'run.finished'),
  performs: {},
});
