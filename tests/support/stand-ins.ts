import { success } from '../../src/events/outcome.ts';
import { experimentEvents } from '../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../src/events/vocabulary/idea.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { defineRole, pick, type Role } from '../../src/machines/kit/kit.ts';
import { experiment, ideaNamed } from './studio.ts';

const stoic = { context: () => ({}), performs: {} };

const experimenter = defineRole({
  ...stoic,
  name: 'experimenter',
  description: 'Answers at once.',
  scopes: ['baseline'],
  consumes: pick(experimentEvents, 'experiment.requested'),
  publishes: pick(experimentEvents, 'experiment.completed'),
});

export const baselineStandIn = experimenter.withMachine(
  experimenter.createMachine({
    on: {
      'experiment.requested': {
        actions: experimenter.emit(() => ({ type: 'experiment.completed', data: experiment(0) })),
      },
    },
  }),
);

const developer = defineRole({
  ...stoic,
  name: 'developer',
  description: 'Answers at once.',
  scopes: ['idea'],
  consumes: pick(ideaEvents, 'idea.started'),
  publishes: { ...pick(paperEvents, 'paper.finished'), ...pick(ideaEvents, 'idea.failed') },
});

/** Turns every idea into a paper with the score for its number; a score of 0 fails the idea. */
export const developerStandIn = (score: (number: number) => number): Role =>
  developer.withMachine(
    developer.createMachine({
      on: {
        'idea.started': {
          actions: developer.emit((_, { data: { number } }) =>
            score(number) === 0
              ? { type: 'idea.failed', data: { code: 'developer.failed', message: `idea ${number}` } }
              : { type: 'paper.finished', data: { version: 1, score: score(number), decision: 'Reject' } },
          ),
        },
      },
    }),
  );

export const fenced = (value: unknown) =>
  success({ text: `THOUGHT: hm.\n\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`` });

/** The value of a data block in a prompt. */
export const blockOf = (input: any, name: string): any => {
  const text: string = input.messages.at(-1).content;
  const found = new RegExp(`<data name="${name}">\\n([\\s\\S]*?)\\n</data>`).exec(text)?.[1];
  return found === undefined ? undefined : JSON.parse(found);
};

export const paper = (title: string) => ({
  id: title,
  title,
  authors: ['A. Nother'],
  year: 2020,
  venue: null,
  abstract: 'About it.',
  url: null,
  citationCount: 3,
});

export type Ask = { readonly purpose: string; readonly input: any; readonly count: number };

/** A model for a successful Scientist: a new idea each time, one reflection, one search, then novel. */
export const goodAnswer = ({ purpose, input, count }: Ask) => {
  if (purpose === 'scientist.propose') return fenced(ideaNamed(`idea_${count}`));
  if (purpose === 'scientist.reflect') return fenced({ ...blockOf(input, 'idea'), done: true });
  return blockOf(input, 'searches').length === 0
    ? fenced({ thought: 'who did it?', query: 'toys', decision: null })
    : fenced({ query: null, decision: 'novel', reason: 'nobody did' });
};

export const goodSearch = () => success({ library: 'toy', papers: [paper('On Toys')] });
