import type { Logger } from 'pino';
import type { Performer } from '../actors/performer.ts';
import type { RosterRecord, Settings } from '../events/vocabulary/run.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { PaperReader } from '../ports/papers.ts';
import type { Requirement } from '../ports/requirement.ts';
import type { LoadedTemplate, Templates } from '../ports/templates.ts';

/** role -> `adapter:model`; `default` is for every role that is not named. */
export type ModelChoice = Readonly<Record<string, string>>;

export type Hands = {
  readonly performers: readonly Performer[];
  /** As recorded in `run.started`. */
  readonly models: Readonly<Record<string, string>>;
  readonly sandbox: string;
  readonly papers: PaperReader;
};

/** What the commands are given; the composition root decides which adapters stand behind it. */
export type Services = {
  readonly version: string;
  readonly clock: Clock;
  readonly requirements: readonly Requirement[];
  readonly templates: Templates;
  /** Creates the data folder. Throws CodedError('home.*'). */
  readonly home: () => Promise<string>;
  /** Where PDFs and other results are laid out for people. */
  readonly resultsFolder: string;
  readonly setUp: (requirements: readonly Requirement[]) => Promise<boolean>;
  readonly openBroker: () => Promise<Broker>;
  /** A log file in the data folder, named after the process's work. */
  readonly logger: (name: string) => Promise<Logger>;
  /** Everything that performs tasks. Throws a CodedError for what is missing, before anything is paid. */
  readonly hands: (broker: Broker, template: LoadedTemplate, models: ModelChoice, settings: Settings) => Promise<Hands>;
};

/** The roles beyond the built-in ones, and what they rename. */
export type AddedRoles = { readonly roles: readonly string[]; readonly rename: RosterRecord['rename'] };
