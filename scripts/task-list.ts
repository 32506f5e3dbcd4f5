import * as z from 'zod';
import { tasks } from '../src/events/vocabulary/tasks.ts';
import type { Role } from '../src/machines/kit/kit.ts';
import { fieldTable, type Schema } from './field-table.ts';

const introduction = `# Kinds of task

Generated from \`src/events/vocabulary/tasks.ts\` by \`scripts/generate-docs.ts\`: change the definitions there, then run it.

A machine requests a task, a worker performs it, and the result is \`task.completed\` with a value, or \`task.failed\`. An input or a
value that does not match its kind's schema is a failure. Added roles bring further kinds, each with the performer
that they export beside \`role\`.`;

const tableOf = (schema: z.ZodType): string => fieldTable(z.toJSONSchema(schema, { io: 'output' }) as Schema);

const section = (
  { kind, description, input, value, ...rest }: (typeof tasks)[keyof typeof tasks],
  roles: readonly Role[],
) => {
  const asking = roles.filter(({ performs }) => performs.includes(kind)).map(({ name }) => name);
  return [
    `## ${kind}`,
    `${description} Requested by: ${asking.join(', ')}.${'paid' in rest ? ' It can cost money, so its maximum cost is reserved in the budget first.' : ''}`,
    'Input:',
    tableOf(input),
    'Value:',
    tableOf(value),
  ].join('\n\n');
};

/** Path below docs/ -> text: the kinds of task that this program can perform. */
export const taskList = (roles: readonly Role[]): Readonly<Record<string, string>> => ({
  'tasks.md': `${[introduction, ...Object.values(tasks).map((task) => section(task, roles))].join('\n\n')}\n`,
});
