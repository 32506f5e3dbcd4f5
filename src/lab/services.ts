import type { Logger } from 'pino';
import type { Performer } from '../actors/performer.ts';
import type { Redaction } from '../events/redaction.ts';
import type { Settings } from '../events/vocabulary/run.ts';
import type { Role } from '../machines/kit/kit.ts';
import type { Broker } from '../ports/broker.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Charts } from '../ports/charts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hooks } from '../ports/hooks.ts';
import type { Keeper } from '../ports/keeper.ts';
import type { Outside } from '../ports/outside.ts';
import type { PaperReader } from '../ports/papers.ts';
import type { Requirement } from '../ports/requirement.ts';
import type { StatusLine } from '../ports/status-line.ts';
import type { LoadedTemplate, Templates } from '../ports/templates.ts';
import type { TrustedRoles } from '../ports/trusted-roles.ts';

/** The models for a run. */
export type ModelChoice = {
  /** Role or purpose, such as `coder.edit`, -> `<endpoint>:<model>`; `default` applies to all others. */
  readonly names: Readonly<Record<string, string>>;
  /** The configuration file; by default `config.json` in the data folder. */
  readonly config?: string | undefined;
  /** True if the configuration's models apply to roles that `names` does not have. */
  readonly isOpen: boolean;
};

export type Hands = {
  readonly performers: readonly Performer[];
  /** As recorded in `run.started`. */
  readonly models: Readonly<Record<string, string>>;
  /** Models without a known price; a budget in dollars cannot be kept with them. */
  readonly unpriced: readonly string[];
  readonly sandbox: string;
  readonly papers: PaperReader;
};

export type BuildWish = {
  readonly cuda?: boolean;
  readonly base?: string;
  readonly withoutRegistry?: boolean;
  /** Debian release of a base image that is built here. */
  readonly suite: string;
};

type Swept = { readonly id: string; readonly run: string | undefined; readonly task: string | undefined };

/** Operations on the container engine. Each throws CodedError('sandbox.*'). */
export type SandboxServices = {
  readonly build: (
    wish: BuildWish,
    onLine: (line: string) => void,
  ) => Promise<{ readonly image: string; readonly digest: string }>;
  readonly clean: () => Promise<readonly Swept[]>;
};

/** The dependencies of the use cases; the composition root chooses their adapters. */
export type Services = {
  readonly version: string;
  readonly clock: Clock;
  readonly redaction: Redaction;
  readonly requirements: () => Promise<readonly Requirement[]>;
  /** Parts that a run can use but does not need. */
  readonly optional: () => Promise<readonly Requirement[]>;
  readonly templates: Templates;
  /** Creates the data folder. Throws CodedError('home.*'). */
  readonly home: () => Promise<string>;
  /** Where PDFs and other results are written for people. */
  readonly resultsFolder: string;
  /** Creates the folder for results and tests that it can be written. Throws CodedError('results.not_writable'). */
  readonly openResults: (folder: string) => Promise<void>;
  readonly sandbox: SandboxServices;
  /** Finds or installs each, and reports it; true if nothing is missing afterwards. */
  readonly setUp: (requirements: readonly Requirement[], status: StatusLine) => Promise<boolean>;
  readonly openBroker: () => Promise<Broker>;
  /** Opens the right to delete, only when a person wants to delete. */
  readonly openKeeper: () => Promise<Keeper>;
  readonly bundles: Bundles;
  readonly outside: Outside;
  readonly charts: Charts;
  readonly trustedRoles: TrustedRoles;
  /** Opens a log file in the data folder, named after the process's work. */
  readonly logger: (name: string) => Promise<Logger>;
  /** The configuration's hooks; `config` names another file than the data folder's. Throws CodedError('config.*'). */
  readonly hooks: (config: string | undefined, bell: () => void) => Promise<Hooks>;
  /** Everything that performs tasks of these roles. Throws a CodedError if something is missing, before anything is paid. */
  readonly hands: (
    broker: Broker,
    template: LoadedTemplate,
    models: ModelChoice,
    settings: Settings,
    roles: readonly Role[],
  ) => Promise<Hands>;
};
