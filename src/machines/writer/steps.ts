import { assign } from 'xstate';
import type { PaperRecord } from '../../events/vocabulary/idea.ts';
import type { Incoming } from '../kit/kit.ts';
import { blankPaper, type Chain, type Evidence, limitsOf, type WriterContext } from './context.ts';
import { sections } from './sections.ts';

type Seen = { readonly context: WriterContext; readonly event: Incoming };

/** What each recorded event changes in the context. */
const keep = (change: (context: WriterContext, event: Incoming) => Partial<WriterContext>): any =>
  assign(({ context, event }: any) => change(context, event));

const textOf = (code: any, name: string): string => code?.[name]?.text ?? '';

export const keepIdea = keep((context, { data }) => ({
  idea: data.idea,
  number: data.number,
  evidence: { ...baselineEvidence(data.baseline, context), ...context.evidence },
}));

const evidenceOf = (event: string, data: any): Evidence => ({
  event,
  resources: data.resources ?? null,
  environment: data.environment ?? {},
  sandbox: data.sandbox ?? '',
});

/** A baseline that was taken over from elsewhere names where it was recorded. */
const baselineEvidence = (baseline: any, { started }: WriterContext): Record<string, Evidence> => {
  const experiment = baseline?.experiment ?? baseline;
  if (typeof experiment?.results !== 'object') return {};
  return { 0: evidenceOf(baseline.event ?? baseline.origin ?? started.baseline?.origin ?? 'baseline', experiment) };
};

export const keepEvidence = keep((context, { id, data }) => ({
  evidence: { ...context.evidence, [data.run]: evidenceOf(id, data) },
}));

export const keepChain = keep((context, { data }) => {
  const chain: Chain = { through: data.through, sha256: data.sha256 };
  return { chain: context.chain !== null && context.chain.through > chain.through ? context.chain : chain };
});

export const begin = keep((context, { data }) => ({
  ...blankPaper,
  version: context.version + 1,
  runs: data.runs,
  notes: data.notes,
  figures: data.figures,
  environment: data.environment,
  experiment: textOf(data.code, 'experiment.py'),
}));

export const keepTitle = keep((_, { data }) => ({ title: data.title }));

export const keepSection = keep((context, { data }) => ({
  sections: { ...context.sections, [data.section]: data.text },
  revisions: context.revisions + (data.stage === 'revised' ? 1 : 0),
}));

export const keepSections = keep((context, { data }) => ({ sections: { ...context.sections, ...data.sections } }));

export const nextSection = keep((context) => ({ cursor: context.cursor + 1 }));
export const firstSection = keep(() => ({ cursor: 0 }));

export const keepQuery = keep((_, { data }) => ({ query: data.query }));

const searched = (context: WriterContext, found: number, cited: number, error: string | null = null) => ({
  searches: [...context.searches, { query: context.query, found, cited, ...(error !== null && { error }) }],
});

export const keepPapers = keep((_, { data }) => ({ papers: data.papers as readonly PaperRecord[] }));
export const keepFruitless = keep((context, { data }) => ({ papers: [], ...searched(context, 0, 0, data.error) }));
export const nextRound = keep((context) => ({ round: context.round + 1 }));

export const keepCitations = keep((context, { data }) => ({
  references: [...context.references, ...data.references],
  sections: { ...context.sections, ...data.sections },
  ...searched(context, context.papers.length, data.references.length),
}));

export const keepComplaints = keep((_, { data }) => ({ complaints: data.complaints, errors: [] }));
export const useRound = keep((context) => ({ fixes: context.fixes + 1 }));
export const keepErrors = keep((_, { data }) => ({ errors: data.errors }));
export const countMending = keep((context) => ({ mended: context.mended + 1 }));
export const printChain = keep((context) => ({ printed: context.chain }));
export const keepText = keep((_, { outcome }) => ({ text: textIn(outcome) }));

const textIn = (outcome: Incoming['outcome']): string =>
  outcome?.ok && typeof outcome.value?.text === 'string' ? outcome.value.text : '';

export const awaitReview = keep((context) => ({ awaiting: context.version }));

/** The reviewed version is kept, for the case that the next one cannot be compiled. */
const withReviewed = (context: WriterContext, { data }: Incoming): Partial<WriterContext> => ({
  awaiting: null,
  review: data.review,
  kept: {
    version: context.version,
    score: data.score,
    decision: data.review.decision,
    title: context.title,
    sections: context.sections,
  },
});

const revision = { cursor: 0, fixes: 0, mended: 0, complaints: [], errors: [], revisions: 0 } as const;

export const endReview = keep(withReviewed);
export const beginRevision = keep((context, event) => ({ ...withReviewed(context, event), ...revision }));
export const beginWantedRevision = keep((_, { data }) => ({ ...revision, wanted: data.text }));

export const nextVersion = keep((context) => ({ version: context.version + 1 }));

export const returnToKept = keep((context) =>
  context.kept === null
    ? {}
    : { version: context.kept.version, sections: context.kept.sections, title: context.kept.title },
);

export const isLastSection = ({ context }: Seen): boolean => context.cursor + 1 >= sections.length;
export const isRefinedAtOnce = ({ context }: Seen): boolean => sections[context.cursor]?.refinedAtOnce === true;
export const hasRounds = ({ context }: Seen): boolean => context.round < limitsOf(context).citationRounds;
export const hasFixes = ({ context }: Seen): boolean => context.fixes < limitsOf(context).fixRounds;
export const isReviewed = ({ context, event }: Seen): boolean =>
  context.awaiting !== null && context.awaiting === event.data.version;
/** Only a paper that has been reviewed can be taken up again. */
export const isFinished = ({ context }: Seen): boolean => context.kept !== null && context.awaiting === null;
/** A paper is improved once. */
export const isToImprove = (seen: Seen): boolean =>
  isReviewed(seen) && seen.context.started.settings.improvement && seen.context.kept === null;
