import type { Performer } from '../../../src/actors/performer.ts';
import { success } from '../../../src/events/outcome.ts';
import { tasks } from '../../../src/events/vocabulary/tasks.ts';

type Search = Performer<typeof tasks.search>;

const rest = { task: tasks.search, concurrency: 1, attempts: 1 };

export const right: Search = {
  ...rest,
  perform: async ({ query }) => success({ library: query, papers: [] }),
};

export const wrongInput: Search = {
  ...rest,
  perform: async ({ question }) => success({ library: question, papers: [] }), // wrong
};

export const wrongValue: Search = {
  ...rest,
  perform: async () => success({ library: 'none', papers: 'none' }), // wrong
};
