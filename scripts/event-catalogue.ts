import * as z from 'zod';
import { controlEvents, requestEvents, shellEvents } from '../src/events/vocabulary/shell.ts';
import type { EventDefinition, Role } from '../src/machines/kit/kit.ts';
import { fieldTable, type Schema } from './field-table.ts';

type Entry = { readonly type: string; readonly definition: EventDefinition; by: string[]; to: string[] };

const shell = 'the shell';
const people = 'people and programs';

const collect = (roles: readonly Role[]): readonly Entry[] => {
  const entries = new Map<string, Entry>();
  const publish = (by: string, events: Readonly<Record<string, EventDefinition>>): void => {
    for (const [type, definition] of Object.entries(events)) {
      const entry = entries.get(type) ?? { type, definition, by: [], to: [] };
      entries.set(type, { ...entry, by: [...entry.by, by] });
    }
  };
  publish(shell, shellEvents);
  publish(people, requestEvents);
  for (const role of roles) publish(role.name, role.events);
  for (const type of Object.keys(controlEvents)) entries.get(type)?.to.push(shell);
  for (const role of roles) for (const type of role.consumes) entries.get(type)?.to.push(role.name);
  return [...entries.values()].sort((one, other) => (one.type < other.type ? -1 : 1));
};

const schemaPath = ({ type, definition }: Entry): string => `schema/${type}.v${definition.version}.json`;

/** Output types: what a reader of the log finds, after defaults are filled in. */
const schemaOf = ({ type, definition }: Entry): Schema => {
  const { $schema, ...schema } = z.toJSONSchema(definition.schema, { io: 'output' });
  const head = { $schema, $id: `${type}/v${definition.version}`, title: type, description: definition.description };
  return { ...head, ...schema } as Schema;
};

const anchor = (type: string): string => type.replaceAll('.', '');

const names = (list: readonly string[]): string => (list.length === 0 ? '–' : list.join(', '));

const section = (entry: Entry): string =>
  [
    `## ${entry.type}`,
    entry.definition.description,
    `Published by: ${names(entry.by)}. Consumed by: ${names(entry.to)}. Version ${entry.definition.version}, ` +
      `[JSON Schema](${schemaPath(entry)}).`,
    fieldTable(schemaOf(entry)),
  ].join('\n\n');

const introduction = `# Events

Generated from the built-in roster by \`scripts/generate-docs.ts\`: change the definitions in \`src/events/vocabulary/\`, then run it.

Each event is a CloudEvents 1.0 envelope (\`src/events/envelope.ts\`) with this \`data\`. A role also receives, besides what it
consumes, its own events and the results of its own tasks. "–" under "consumed by" means that no other built-in role reacts:
the event is there for its publisher's own memory, for people and for added roles.`;

const index = (entries: readonly Entry[]): string =>
  [
    '| type | published by | consumed by |',
    '|---|---|---|',
    ...entries.map(({ type, by, to }) => `| [${type}](#${anchor(type)}) | ${names(by)} | ${names(to)} |`),
  ].join('\n');

/** Path below docs/ -> text: the catalogue, and a JSON Schema for each type. */
export const eventCatalogue = (roles: readonly Role[]): Readonly<Record<string, string>> => {
  const entries = collect(roles);
  const schemas = entries.map((entry) => [schemaPath(entry), `${JSON.stringify(schemaOf(entry), null, 2)}\n`]);
  const catalogue = [introduction, index(entries), ...entries.map(section)].join('\n\n');
  return Object.fromEntries([['events.md', `${catalogue}\n`], ...schemas]);
};
