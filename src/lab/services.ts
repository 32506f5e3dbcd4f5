import type { Logger } from 'pino';
import type { Performer } from '../actors/performer.ts';
import type { Redaction } from '../events/redaction.ts';
import type { Settings } from '../events/vocabulary/run.ts';
import type { Role } from '../machines/kit/kit.ts';
import type { Broker } from '../ports/broker.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keeper } from '../ports/keeper.ts';
import type { PaperReader } from '../ports/papers.ts';
import type { Requirement } from '../ports/requirement.ts';
import type { StatusLine } from '../ports/status-line.ts';
import type { LoadedTemplate, Templates } from '../ports/templates.ts';
import type { TrustedRoles } from '../ports/trusted-roles.ts';

/** Which models a run is given. */
export type ModelChoice = {
  /** Role or purpose, such as `coder.edit`, -> `<endpoint>:<model>`; `default` is for all that are not named. */
  readonly names: Readonly<Record<string, string>>;
  /** The configuration file; by default `config.json` of the data folder. */
  readonly config?: string | undefined;
  /** True when the configuration's models apply where none is named here. */
  readonly isOpen: boolean;
};

export type Hands = {
  readonly performers: readonly Performer[];
  /** As recorded in `run.started`. */
  readonly models: Readonly<Record<string, string>>;
  /** Models whose price nobody knows: a budget in dollars cannot be kept with them. */
  readonly unpriced: readonly string[];
  readonly sandbox: string;
  readonly papers: PaperReader;
};

export type BuildWish = {
  readonly cuda?: boolean;
  readonly base?: string;
  readonly withoutRegistry?: boolean;
  /** Debian's release, for a base that is made here. */
  readonly suite: string;
};

type Swept = { readonly id: string; readonly run: string | undefined; readonly task: string | undefined };

/** What commands do with the container engine. Each throws CodedError('sandbox.*'). */
export type SandboxServices = {
  readonly build: (
    wish: BuildWish,
    onLine: (line: string) => void,
  ) => Promise<{ readonly image: string; readonly digest: string }>;
  readonly clean: () => Promise<readonly Swept[]>;
};

/** What the use cases are given; the composition root decides which adapters stand behind it. */
export type Services = {
  readonly version: string;
  readonly clock: Clock;
  readonly redaction: Redaction;
  readonly requirements: () => Promise<readonly Requirement[]>;
  /** What a run can use and does not need. */
  readonly optional: () => Promise<readonly Requirement[]>;
  readonly templates: Templates;
  /** Creates the data folder. Throws CodedError('home.*'). */
  readonly home: () => Promise<string>;
  /** Where PDFs and other results are laid out for people. */
  readonly resultsFolder: string;
  readonly sandbox: SandboxServices;
  /** Finds or installs each, and says so; true when nothing is missing afterwards. */
  readonly setUp: (requirements: readonly Requirement[], status: StatusLine) => Promise<boolean>;
  readonly openBroker: () => Promise<Broker>;
  /** The right to delete; asked for only when a person wants to. */
  readonly openKeeper: () => Promise<Keeper>;
  readonly bundles: Bundles;
  readonly trustedRoles: TrustedRoles;
  /** A log file in the data folder, named after the process's work. */
  readonly logger: (name: string) => Promise<Logger>;
  /**
   * Everything that performs tasks of these roles. Throws a CodedError for what is missing, before anything is paid.
   */
  readonly hands: (
    broker: Broker,
    template: LoadedTemplate,
    models: ModelChoice,
    settings: Settings,
    roles: readonly Role[],
  ) => Promise<Hands>;
};
