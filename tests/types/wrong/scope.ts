import { defineRole } from '../../../src/machines/kit/kit.ts';

const rest = { description: '', context: () => ({}), consumes: {}, publishes: {}, performs: {} };

export const right = defineRole({ ...rest, name: 'right', scopes: ['baseline', 'idea'] });

export const wrong = defineRole({
  ...rest,
  name: 'wrong',
  scopes: ['galaxy'], // wrong
});
