import type { Figure, RecordedExperiment } from '../../events/vocabulary/code.ts';
import type { Idea, PaperRecord } from '../../events/vocabulary/idea.ts';
import type { SectionName } from '../../events/vocabulary/paper.ts';
import type { Review } from '../../events/vocabulary/review.ts';
import type { Reference } from '../../latex/bibliography.ts';
import type { Manuscript } from '../../latex/checks/check-paper.ts';
import { templateBibliography } from '../../latex/template.ts';
import { withEdits } from '../kit/edits/edits.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';
import { bodySections, fileOf, sectionLabel } from './sections.ts';

export type Sections = Readonly<Partial<Record<SectionName, string>>>;

/** Facts about an experiment besides its numbers, for the provenance. */
export type Evidence = {
  readonly event: string;
  readonly resources: {
    readonly wallTimeMs: number;
    readonly cpuTimeMs: number;
    readonly peakMemoryBytes: number;
  } | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly sandbox: string;
};

export type Finding = { readonly file: string; readonly line: number | null; readonly message: string };

export type Pdf = { readonly blob: string; readonly sizeBytes: number; readonly pages: number | null };

export type Chain = { readonly through: number; readonly sha256: string };

/** A reviewed version, kept in case the next one does not compile. */
export type Kept = {
  readonly version: number;
  readonly score: number;
  readonly decision: string;
  readonly title: string;
  readonly sections: Sections;
};

export type Context = Asking & {
  readonly run: string;
  readonly scope: string;
  readonly idea: Idea | null;
  readonly number: number;
  /** By number of the experiment. */
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly experiments: readonly RecordedExperiment[];
  readonly notes: string;
  readonly figures: readonly Figure[];
  readonly environment: Readonly<Record<string, string>>;
  readonly experiment: string;
  readonly chain: Chain | null;
  /** The chain value in the sources that are being compiled. */
  readonly printed: Chain | null;
  readonly title: string;
  readonly sections: Sections;
  readonly references: readonly Reference[];
  /** Index of the section being written. */
  readonly cursor: number;
  readonly round: number;
  readonly query: string;
  readonly papers: readonly PaperRecord[];
  readonly searches: readonly {
    readonly query: string;
    readonly found: number;
    readonly cited: number;
    /** Why the search itself failed. */
    readonly error?: string;
  }[];
  readonly version: number;
  /** Rounds of fixing used for this version. */
  readonly fixes: number;
  /** Set once the program has repaired what it can without a model. */
  readonly mended: number;
  readonly complaints: readonly string[];
  readonly errors: readonly Finding[];
  readonly text: string;
  /** The version under review. */
  readonly awaiting: number | null;
  readonly review: Review | null;
  /** The person's request for the revision; empty if the review caused it. */
  readonly wanted: string;
  readonly kept: Kept | null;
  /** Sections that the revision has rewritten. */
  readonly revisions: number;
};

/** Context at the start of each version. */
export const blankPaper = {
  title: '',
  sections: {},
  references: [],
  cursor: 0,
  round: 0,
  query: '',
  papers: [],
  searches: [],
  fixes: 0,
  mended: 0,
  complaints: [],
  errors: [],
  text: '',
  awaiting: null,
  review: null,
  wanted: '',
  kept: null,
  revisions: 0,
} as const;

export const initial = ({ run, scope, started }: ActorInput): Context => ({
  ...asking,
  ...blankPaper,
  run,
  scope,
  started,
  idea: null,
  number: 0,
  evidence: {},
  experiments: [],
  notes: '',
  figures: [],
  environment: {},
  experiment: '',
  chain: null,
  printed: null,
  version: 0,
});

export const limitsOf = (context: Context) => context.started.settings.limits;

/** Keys that may be cited: those of the papers found and of the template's bibliography. */
export const citableKeys = (context: Context): readonly string[] => [
  ...context.references.map((reference) => reference.key),
  ...templateBibliography(context.started.template.latex).entries.map(({ key }) => key),
];

export const manuscriptOf = (context: Context): Manuscript => ({
  sections: context.sections,
  keys: citableKeys(context),
  figures: context.figures.map((figure) => figure.file),
  labels: bodySections.map(sectionLabel),
  environment: context.environment,
  experiments: context.experiments,
  metrics: context.started.template.metrics,
});

/** What the program puts at the head of each section: the heading with its label, or the frame of the abstract. */
const frame =
  /^\s{0,40}(?:\\section\*?\{[^{}]{0,400}\}\s{0,40}(?:\\label\{[^{}]{0,400}\})?|\\label\{sec:[a-z_]{0,40}\}|\\(?:begin|end)\{abstract\})\s*/;

/** Rules for edits of sections: models name the whole paper, and repeat what the program adds. */
export const editOptions = ({ keptEdits: kept }: Context) => ({
  kept,
  isAll: (name: string): boolean => name.endsWith('.tex'),
  withoutFrame: (line: string): string => line.replace(frame, ''),
});

/** The sections with the edits kept from answers to the open question. */
export const withKeptEdits = (context: Context): Context => {
  if (context.keptEdits.length === 0) return context;
  const names = Object.keys(context.sections) as SectionName[];
  const files = Object.fromEntries(names.map((name) => [fileOf(name), context.sections[name] ?? '']));
  const after = withEdits(files, editOptions(context));
  return { ...context, sections: Object.fromEntries(names.map((name) => [name, after[fileOf(name)] ?? ''])) };
};
