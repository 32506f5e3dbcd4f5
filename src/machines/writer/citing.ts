import * as z from 'zod';
import { paperRecordSchema, searchedSchema } from '../../events/vocabulary/idea.ts';
import { ask, type Emission, emit, type Incoming, perform } from '../kit/kit.ts';
import { judgeChoice, judgeCite } from './answers.ts';
import { attempts, limitsOf, type WriterContext } from './context.ts';
import { choosePrompt, citePrompt } from './prompts.ts';
import { hasRounds, keepCitations, keepFruitless, keepPapers, keepQuery, nextRound } from './steps.ts';

const valueSchema = z.object({
  library: z.string(),
  papers: z.array(z.unknown()),
  evidence: searchedSchema.shape.evidence.catch(undefined),
  failed: searchedSchema.shape.failed.catch(undefined),
});

/** Only papers that the search really returned, in the form that they are recorded in. */
const searched = (context: WriterContext, { outcome }: Incoming): Emission => {
  const value = valueSchema.safeParse(outcome?.ok ? outcome.value : undefined);
  const papers = value.success
    ? value.data.papers.flatMap((paper) => paperRecordSchema.safeParse(paper).data ?? [])
    : [];
  const { evidence, failed } = value.data ?? {};
  const problem =
    outcome?.ok === false ? outcome.error.message : 'the search returned something that is no list of papers';
  return {
    type: 'citation.searched',
    data: {
      round: context.round,
      query: context.query,
      library: value.data?.library ?? '',
      papers: papers.slice(0, limitsOf(context).papersPerSearch),
      error: value.success ? null : problem,
      ...(evidence && { evidence }),
      ...(failed && { failed }),
    },
  };
};

/** Rounds of query -> search -> choose -> insert, until nothing is missing or the rounds are spent. */
export const citing = (done: string) => ({
  initial: 'next',
  states: {
    next: { always: [{ guard: hasRounds, target: 'querying', actions: nextRound }, { target: done }] },
    querying: ask<WriterContext>({
      key: 'cite',
      purpose: 'writer.cite',
      attempts,
      prompt: citePrompt,
      judge: judgeCite,
      accepted: {
        'citation.queried': [
          { guard: ({ event }: { event: Incoming }) => event.data.query === null, target: done },
          { target: '#writer.citing.searching', actions: keepQuery },
        ],
      },
      failed: done,
    }),
    searching: {
      entry: perform<WriterContext>((context) => ({
        kind: 'search',
        key: 'search',
        input: () => ({ query: context.query, limit: limitsOf(context).papersPerSearch }),
      })),
      on: {
        'result.search': { actions: emit<WriterContext>(searched) },
        'citation.searched': [
          {
            guard: ({ event }: { event: Incoming }) => event.data.papers.length === 0,
            target: 'next',
            actions: keepFruitless,
          },
          { target: 'choosing', actions: keepPapers },
        ],
      },
    },
    choosing: ask<WriterContext>({
      key: 'choose',
      purpose: 'writer.choose',
      attempts,
      prompt: choosePrompt,
      judge: judgeChoice,
      accepted: { 'citation.added': { target: '#writer.citing.next', actions: keepCitations } },
      failed: '#writer.citing.next',
    }),
  },
});
