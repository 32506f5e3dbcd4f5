import type * as z from 'zod';
import type { Figure } from '../vocabulary/code.ts';
import type { CompletedExperiment, LeftOut, Results } from '../vocabulary/experiment.ts';
import type { failedLibrarySchema, Idea, PaperRecord, searchEvidenceSchema } from '../vocabulary/idea.ts';
import type { Review } from '../vocabulary/review.ts';
import type { ListedIdea } from '../vocabulary/run.ts';
import { type Cost, noCost } from './cost.ts';

export type IdeaState =
  | 'seed'
  | 'drafting'
  | 'proposed'
  | 'waiting'
  | 'coding'
  | 'experimenting'
  | 'plotting'
  | 'writing'
  | 'compiling'
  | 'reviewing'
  | 'reviewed'
  | 'not-novel'
  | 'failed'
  | 'cancelled';

/** Position in the log at which something was recorded. */
export type Mark = { readonly id: string; readonly time: string };

export type DraftEntry = Mark & { readonly draft: number; readonly done: boolean; readonly idea: Idea };

export type NoveltyRound = Mark & {
  readonly round: number;
  readonly thought: string;
  readonly query: string;
  readonly library: string;
  readonly papers: readonly PaperRecord[];
  /** The libraries' answers, as blobs. */
  readonly evidence: readonly z.infer<typeof searchEvidenceSchema>[];
  /** Libraries that were queried first and failed. */
  readonly failed: readonly z.infer<typeof failedLibrarySchema>[];
  /** Why the search failed. */
  readonly error: string | null;
  /** False while the search is in progress. */
  readonly answered: boolean;
};

export type Judgement = Mark & {
  readonly novel: boolean;
  readonly decided: boolean;
  readonly rounds: number;
  readonly reason: string;
};

export type ExperimentFailure = Mark & {
  readonly attempt: number;
  readonly reason: string;
  readonly explanation: string;
  readonly tail: string;
};

export type ExperimentEntry = {
  readonly run: number;
  readonly description: string;
  /** Number of attempts requested. */
  readonly attempts: number;
  readonly results: Results | null;
  readonly failures: readonly ExperimentFailure[];
  readonly resources: CompletedExperiment['resources'] | null;
  readonly stdout: string | null;
  readonly stderr: string | null;
  /** Files of the result that could not be kept; null when all were. */
  readonly leftOut: LeftOut | null;
  readonly notes: string;
};

export type PaperEntry = Mark & {
  readonly version: number;
  readonly title: string;
  /** Null for an imported paper of which only ratings are known. */
  readonly pdf: { readonly blob: string; readonly sizeBytes: number; readonly pages: number | null } | null;
  /** Complaints of the checks that were not fixed. */
  readonly remaining: readonly string[];
  readonly reviews: readonly { readonly number: number; readonly review: Review | null; readonly problem: string }[];
  readonly meta: Review | null;
  /** The verdict: the meta-review with the rounded means of the reviews. */
  readonly review: Review | null;
  readonly score: number | null;
};

export type Remark = Mark & { readonly kind: 'comment' | 'approval' | 'revision'; readonly text: string };

/** Everything that a log contains about one idea. */
export type ArchiveEntry = {
  readonly origin: 'seed' | 'run';
  /** 0 for a seed. */
  readonly number: number;
  /** Empty for a seed. */
  readonly scope: string;
  /** Empty until there is a draft. */
  readonly name: string;
  readonly title: string;
  /** The last draft, or the seed. */
  readonly idea: ListedIdea | null;
  readonly parents: readonly string[];
  readonly drafts: readonly DraftEntry[];
  readonly novelty: readonly NoveltyRound[];
  readonly judgement: Judgement | null;
  readonly state: IdeaState;
  /** Set once the idea has ended. */
  readonly outcome: string | null;
  /** Why it ended; with an error code if it failed. */
  readonly reason: string;
  readonly plan: readonly string[];
  readonly runs: readonly ExperimentEntry[];
  readonly figures: readonly Figure[];
  /** Names of the sections written so far. */
  readonly sections: readonly string[];
  readonly papers: readonly PaperEntry[];
  /** Comments, decisions and requests by people. */
  readonly remarks: readonly Remark[];
  /** Mean overall score of the last reviewed version. */
  readonly score: number | null;
  readonly cost: Cost;
  readonly costByRole: Readonly<Record<string, Cost>>;
  /** The time at which each state was first entered. */
  readonly times: Readonly<Partial<Record<IdeaState, string>>>;
  readonly updatedAt: string;
  readonly endedAt: string | null;
};

export const blankEntry: ArchiveEntry = {
  origin: 'run',
  number: 0,
  scope: '',
  name: '',
  title: '',
  idea: null,
  parents: [],
  drafts: [],
  novelty: [],
  judgement: null,
  state: 'drafting',
  outcome: null,
  reason: '',
  plan: [],
  runs: [],
  figures: [],
  sections: [],
  papers: [],
  remarks: [],
  score: null,
  cost: noCost,
  costByRole: {},
  times: {},
  updatedAt: '',
  endedAt: null,
};
