import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Literature } from '../../ports/literature.ts';
import { createAnswerCache } from './answer-cache.ts';
import { arxiv } from './arxiv/arxiv.ts';
import { type Environment, literatureConfiguration } from './configuration.ts';
import { createFallback } from './fallback.ts';
import { createLibrary } from './library/library.ts';
import { openAlex } from './openalex/openalex.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { createRemoteLiterature, type Patience, usualPatience } from './remote.ts';
import { semanticScholar } from './semantic-scholar/semantic-scholar.ts';
import type { Service } from './service.ts';
import { realTiming, type Timing } from './timing.ts';

type Parts = {
  readonly version: string;
  readonly environment: Environment;
  readonly home: () => Promise<string>;
  readonly timing?: Timing;
  readonly patience?: Patience;
};

type Wanted = {
  /** Names in query order; a trailing `+` continues with the next one when the named one finds nothing. */
  readonly choice: readonly string[];
  /** The template's own library. */
  readonly library: string | undefined;
  readonly blobs: Blobs;
};

const remoteNames = ['semantic-scholar', 'openalex', 'arxiv'] as const;
const names = ['library', ...remoteNames];

/** A scripted model uses the template's own library, which holds its papers; all other models use remote services. */
export const usualChoice = (library: string | undefined, isScripted: boolean): readonly string[] =>
  library !== undefined && isScripted ? ['library'] : remoteNames;

/** The literature of this process: all runs share one rate limit per service. */
export const createLiteratures = ({ version, environment, home, ...rest }: Parts) => {
  const { timing = realTiming, patience = usualPatience } = rest;
  const limiters = new Map<string, RateLimiter>();

  const limiterOf = ({ name, pace }: Service): RateLimiter => {
    const limiter = limiters.get(name) ?? createRateLimiter(pace, timing);
    limiters.set(name, limiter);
    return limiter;
  };

  /** Throws CodedError('literature.unknown'), ('literature.none') or ('literature.bad_configuration'). */
  const open = async ({ choice, library, blobs }: Wanted): Promise<Literature> => {
    const configuration = literatureConfiguration(environment);
    const file = join(await home(), 'literature.json');
    const cache = createAnswerCache({ file, days: configuration.cacheDays, timing });
    const { mail } = configuration.openAlex;
    const userAgent = `ai-scientist/${version}${mail === undefined ? '' : ` (mailto:${mail})`}`;
    const remote = (service: Service): Literature =>
      createRemoteLiterature(service, { limiter: limiterOf(service), timing, patience, blobs, cache, userAgent });

    const literatureNamed = (name: string): Literature => {
      if (name === 'semantic-scholar') return remote(semanticScholar(configuration.semanticScholar));
      if (name === 'openalex') return remote(openAlex(configuration.openAlex));
      if (name === 'arxiv') return remote(arxiv(configuration.arxiv));
      if (name !== 'library')
        throw new CodedError('literature.unknown', `no literature "${name}": there are ${names.join(', ')}`);
      if (library === undefined)
        throw new CodedError('literature.none', 'the template ships no library.json: choose another literature');
      return createLibrary({ file: library });
    };

    const steps = choice.map((name) => ({
      literature: literatureNamed(name.replace(/\+$/, '')),
      isDoubted: name.endsWith('+'),
    }));
    const [only] = steps;
    return steps.length === 1 && only !== undefined ? only.literature : createFallback(steps, timing);
  };

  return { open };
};
