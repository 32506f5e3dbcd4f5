import { dangersIn } from '../../latex/checks/check-paper.ts';
import type { Heard, Seen } from '../kit/kit.ts';
import { type Context, limitsOf, manuscriptOf } from './context.ts';
import { mended } from './emissions.ts';
import type { writer } from './manifest.ts';
import { mend } from './mend.ts';
import { sections } from './sections.ts';

type Always = { readonly context: Context };
type When<Type extends Heard<typeof writer>['type']> = Seen<Context, Heard<typeof writer, Type>>;

export const isLastSection = ({ context }: Always): boolean => context.cursor + 1 >= sections.length;
export const isRefinedAtOnce = ({ context }: Always): boolean => sections[context.cursor]?.refinedAtOnce === true;
export const hasRounds = ({ context }: Always): boolean => context.round < limitsOf(context).citationRounds;
export const hasRevisions = ({ context }: Always): boolean => context.revisions > 0;

export const isReviewed = ({ context, event }: When<'paper.reviewed'>): boolean =>
  context.awaiting !== null && context.awaiting === event.data.version;

/** Only a reviewed paper can be reopened. */
export const isFinished = ({ context }: Always): boolean => context.kept !== null && context.awaiting === null;

/** A paper is improved once. */
export const isToImprove = (seen: When<'paper.reviewed'>): boolean =>
  isReviewed(seen) && seen.context.started.settings.improvement && seen.context.kept === null;

export const isNothingMissing = ({ event }: When<'citation.queried'>): boolean => event.data.query === null;
export const isFruitless = ({ event }: When<'citation.searched'>): boolean => event.data.papers.length === 0;

const hasFixes = ({ context }: Always): boolean => context.fixes < limitsOf(context).fixRounds;

const canMend = ({ context }: Always): boolean =>
  context.mended === 0 && Object.keys(mend(manuscriptOf(context))).length > 0;

/** A non-blocking finding that survived a round of fixing is not sent to the model again. */
const isNew = ({ context, event }: When<'paper.checked'>): boolean =>
  event.data.blocking.length > 0 || event.data.complaints.some((complaint) => !context.complaints.includes(complaint));

export const isToFix = (seen: When<'paper.checked'>): boolean =>
  seen.event.data.complaints.length > 0 && hasFixes(seen) && isNew(seen);

export const isBlocked = (seen: When<'paper.checked'>): boolean => seen.event.data.blocking.length > 0 && canMend(seen);

/** Never true for recorded answers, which are rejected earlier: nothing dangerous reaches the compiler. */
export const isDangerous = ({ context }: Always): boolean =>
  Object.values(context.sections).some((text) => dangersIn(text).length > 0);

export const isMended = ({ context }: Always): boolean => mended(context).length === 0;

export const isGood = ({ event }: When<'paper.typeset'>): boolean => event.data.ok && event.data.pdf !== null;
export const hasPdf = ({ event }: When<'paper.typeset'>): boolean => event.data.pdf !== null;

/** Asking a model to fix the sources helps only if the compiler has read them. */
export const isFixable = (seen: When<'paper.typeset'>): boolean => seen.event.data.problem === null && hasFixes(seen);

export const isMendable = (seen: When<'paper.typeset'>): boolean => seen.event.data.problem === null && canMend(seen);
