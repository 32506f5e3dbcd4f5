import * as z from 'zod';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';
import { keep } from './actions.ts';
import type { EventsOf } from './types.ts';

/** What every machine that asks questions knows: the attempt at the question now open, and why the last one failed. */
export type Asking = {
  readonly started: RunStarted;
  readonly attempt: number;
  readonly complaint: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** What people have remarked, oldest first. */
  readonly comments: readonly Comment[];
};

/** `scope`: that of an idea, or of the whole run. */
type Comment = { readonly scope: string; readonly text: string };

/** Before the first question. */
export const asking: Omit<Asking, 'started'> = { attempt: 1, complaint: '', failure: null, comments: [] };

/** Why the last question was given up; asked for only after one was, or where a role gives up for another reason. */
export const failureOf = ({ failure }: Pick<Asking, 'failure'>): NonNullable<Asking['failure']> => {
  if (failure === null) throw new Error('nothing has failed');
  return failure;
};

/** Events that every asking role publishes. */
export const askingEvents = {
  'answer.rejected': {
    description: 'An answer of a model could not be used; the complaint goes into the next question.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), attempt: z.number().int(), complaint: z.string() }),
  },
  'question.failed': {
    description:
      'A question was given up: the model could not be reached, or failed in a way that asking again does not mend.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), code: z.string(), message: z.string() }),
  },
} as const satisfies Vocabulary;

const maximumComments = 20;

type Commented = EventsOf<typeof requestEvents>['comment.written'];

/** For a machine's root: keeps what people remark, to be shown with every later question. */
export const hearComments = {
  'comment.written': {
    actions: keep<Asking, Commented>(({ comments }, { scope, data: { text } }) => ({
      comments: [...comments, { scope, text }].slice(-maximumComments),
    })),
  },
};
