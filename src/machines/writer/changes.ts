import { type Tree, textAt } from '../../events/tree.ts';
import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { Heard } from '../kit/kit.ts';
import { blankPaper, type Chain, type Context, type Evidence } from './context.ts';
import type { writer } from './manifest.ts';

type On<Type extends Heard<typeof writer>['type']> = Heard<typeof writer, Type>;
type Change = Partial<Context>;

const evidenceOf = (event: string, { resources, environment, sandbox }: CompletedExperiment): Evidence => ({
  event,
  resources,
  environment,
  sandbox,
});

export const keepIdea = (
  { evidence }: Context,
  { data: { idea, number, baseline, measured } }: On<'idea.started'>,
): Change => ({
  idea,
  number,
  evidence: { 0: evidenceOf(measured || 'not recorded', baseline), ...evidence },
});

export const keepEvidence = ({ evidence }: Context, { id, data }: On<'experiment.completed'>): Change => ({
  evidence: { ...evidence, [data.run]: evidenceOf(id, data) },
});

export const keepChain = (context: Context, { data }: On<'log.chained'>): Change => {
  const chain: Chain = { through: data.through, sha256: data.sha256 };
  return { chain: context.chain !== null && context.chain.through > chain.through ? context.chain : chain };
};

/** experiment.py, followed by the modules that the Coder has written for it. */
const codeIn = (code: Tree): string =>
  [
    textAt(code, 'experiment.py') ?? '',
    ...Object.keys(code)
      .filter((name) => name.endsWith('.py') && name !== 'experiment.py' && name !== 'plot.py')
      .map((name) => `# ${name}:\n${textAt(code, name) ?? ''}`),
  ].join('\n\n');

export const begin = (context: Context, { data }: On<'coding.finished'>): Change => ({
  ...blankPaper,
  version: context.version + 1,
  experiments: data.runs,
  notes: data.notes,
  figures: data.figures,
  environment: data.environment,
  experiment: codeIn(data.code),
});

export const keepTitle = (_: Context, { data }: On<'title.chosen'>): Change => ({ title: data.title });

export const keepSection = (context: Context, { data }: On<'section.drafted'>): Change => ({
  sections: { ...context.sections, [data.section]: data.text },
  revisions: context.revisions + (data.stage === 'revised' ? 1 : 0),
});

export const keepSections = (context: Context, { data }: On<'paper.fixed'>): Change => ({
  sections: { ...context.sections, ...data.sections },
});

export const nextSection = (context: Context): Change => ({ cursor: context.cursor + 1 });
export const firstSection = (): Change => ({ cursor: 0 });

export const keepQuery = (_: Context, { data }: On<'citation.queried'>): Change => ({ query: data.query ?? '' });

const searched = (context: Context, found: number, cited: number, error: string | null = null) => ({
  searches: [...context.searches, { query: context.query, found, cited, ...(error !== null && { error }) }],
});

export const keepPapers = (_: Context, { data }: On<'citation.searched'>): Change => ({ papers: data.papers });
export const keepFruitless = (context: Context, { data }: On<'citation.searched'>): Change => ({
  papers: [],
  ...searched(context, 0, 0, data.error),
});
export const nextRound = (context: Context): Change => ({ round: context.round + 1 });

export const keepCitations = (context: Context, { data }: On<'citation.added'>): Change => ({
  references: [...context.references, ...data.references],
  sections: { ...context.sections, ...data.sections },
  ...searched(context, context.papers.length, data.references.length),
});

export const keepComplaints = (_: Context, { data }: On<'paper.checked'>): Change => ({
  complaints: data.complaints,
  errors: [],
});
export const useRound = (context: Context): Change => ({ fixes: context.fixes + 1 });
export const keepErrors = (_: Context, { data }: On<'paper.typeset'>): Change => ({ errors: data.errors });
export const countMending = (context: Context): Change => ({ mended: context.mended + 1 });
export const printChain = (context: Context): Change => ({ printed: context.chain });
export const keepText = (_: Context, { outcome }: On<'result.typeset'>): Change => ({
  text: outcome.ok ? outcome.value.text : '',
});

export const awaitReview = (context: Context): Change => ({ awaiting: context.version });

/** Keeps the reviewed version in case the next one cannot be compiled. */
const withReviewed = (context: Context, { data }: On<'paper.reviewed'>): Change => ({
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

export const endReview = withReviewed;
export const beginRevision = (context: Context, event: On<'paper.reviewed'>): Change => ({
  ...withReviewed(context, event),
  ...revision,
});
export const beginWantedRevision = (_: Context, { data }: On<'idea.reopened'>): Change => ({
  ...revision,
  wanted: data.text,
});

export const nextVersion = (context: Context): Change => ({ version: context.version + 1 });

export const returnToKept = (context: Context): Change =>
  context.kept === null
    ? {}
    : { version: context.kept.version, sections: context.kept.sections, title: context.kept.title };
