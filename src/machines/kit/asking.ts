import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';
import { keep } from './actions.ts';
import type { Edit } from './edits/render.ts';
import type { EventsOf } from './types.ts';

/** Context of every machine that asks a model: the attempt at the current question, and why the last one failed. */
export type Asking = {
  readonly started: RunStarted;
  readonly attempt: number;
  readonly complaint: string;
  /** Edits kept from the answers to the open question. */
  readonly keptEdits: readonly Edit[];
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Comments by people, oldest first. */
  readonly comments: readonly Comment[];
};

/** `scope`: that of an idea, or of the whole run. */
type Comment = { readonly scope: string; readonly text: string };

/** Context before the first question. */
export const asking: Omit<Asking, 'started'> = {
  attempt: 1,
  complaint: '',
  keptEdits: [],
  failure: null,
  comments: [],
};

/** Returns why the last question failed; called only after one failed, or where a role fails for another reason. */
export const failureOf = ({ failure }: Pick<Asking, 'failure'>): NonNullable<Asking['failure']> => {
  if (failure === null) throw new Error('nothing has failed');
  return failure;
};

const maximumComments = 20;

type Commented = EventsOf<typeof requestEvents>['comment.written'];

/** For a machine's root: keeps comments by people, which every later question shows. */
export const hearComments = {
  'comment.written': {
    actions: keep<Asking, Commented>(({ comments }, { scope, data: { text } }) => ({
      comments: [...comments, { scope, text }].slice(-maximumComments),
    })),
  },
};
