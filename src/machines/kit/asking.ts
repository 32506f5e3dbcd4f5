import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';
import { keep } from './actions.ts';
import type { Edit } from './edits/render.ts';
import type { EventsOf } from './types.ts';

/** What every machine that asks questions knows: the attempt at the question now open, and why the last one failed. */
export type Asking = {
  readonly started: RunStarted;
  readonly attempt: number;
  readonly complaint: string;
  /** Changes to files that are taken over from the answers to the question now open. */
  readonly keptEdits: readonly Edit[];
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** What people have remarked, oldest first. */
  readonly comments: readonly Comment[];
};

/** `scope`: that of an idea, or of the whole run. */
type Comment = { readonly scope: string; readonly text: string };

/** Before the first question. */
export const asking: Omit<Asking, 'started'> = {
  attempt: 1,
  complaint: '',
  keptEdits: [],
  failure: null,
  comments: [],
};

/** Why the last question was given up; asked for only after one was, or where a role gives up for another reason. */
export const failureOf = ({ failure }: Pick<Asking, 'failure'>): NonNullable<Asking['failure']> => {
  if (failure === null) throw new Error('nothing has failed');
  return failure;
};

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
