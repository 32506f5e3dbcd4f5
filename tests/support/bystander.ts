import type { Vocabulary } from '../../src/events/vocabulary/definition.ts';
import { defineRole, type Role } from '../../src/machines/kit/kit.ts';

/** An inert role that declares the events which a test appends by hand. */
export const bystander = (name: string, publishes: Vocabulary): Role => {
  const role = defineRole({
    name,
    description: 'Stands for other roles.',
    scopes: [],
    context: () => ({}),
    consumes: {},
    publishes,
    performs: {},
  });
  return role.withMachine(role.createMachine({}));
};
