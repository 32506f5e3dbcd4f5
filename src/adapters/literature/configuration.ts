import { CodedError } from '../../events/outcome.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LiteratureConfiguration = {
  readonly semanticScholar: { readonly baseUrl: string; readonly key: string | undefined };
  readonly openAlex: { readonly baseUrl: string; readonly mail: string | undefined; readonly key: string | undefined };
  readonly arxiv: { readonly baseUrl: string };
  readonly cacheDays: number;
};

const usualCacheDays = 30;
const maximumCacheDays = 3650;

const refuse = (variable: string, demand: string): never => {
  throw new CodedError('literature.bad_configuration', `${variable} must be ${demand}`);
};

/** Does not show the values, because some are secrets. */
const readWith = (environment: Environment) => ({
  secret: (variable: string): string | undefined => {
    const value = environment[variable]?.trim() || undefined;
    return value === undefined || /^[!-~]+$/.test(value)
      ? value
      : refuse(variable, 'a key of printable ASCII characters');
  },
  mail: (variable: string): string | undefined => {
    const value = environment[variable]?.trim() || undefined;
    return value === undefined || /^[^\s@]+@[^\s@]+$/.test(value) ? value : refuse(variable, 'a mail address');
  },
  url: (variable: string, usual: string): string => {
    const value = environment[variable]?.trim() || usual;
    return /^https?:\/\//.test(value) && URL.canParse(value)
      ? value.replace(/(?<!\/)\/+$/, '')
      : refuse(variable, `a URL such as ${usual}`);
  },
  days: (variable: string): number => {
    const value = environment[variable]?.trim() || String(usualCacheDays);
    const days = Number(value);
    return days >= 0 && days <= maximumCacheDays
      ? days
      : refuse(variable, `a number of days up to ${maximumCacheDays}`);
  },
});

/** Throws CodedError('literature.bad_configuration'). */
export const literatureConfiguration = (environment: Environment): LiteratureConfiguration => {
  const { secret, mail, url, days } = readWith(environment);
  return {
    semanticScholar: {
      baseUrl: url('SEMANTIC_SCHOLAR_URL', 'https://api.semanticscholar.org/graph/v1'),
      key: secret('SEMANTIC_SCHOLAR_API_KEY'),
    },
    openAlex: {
      baseUrl: url('OPENALEX_URL', 'https://api.openalex.org'),
      mail: mail('OPENALEX_MAILTO'),
      key: secret('OPENALEX_API_KEY'),
    },
    arxiv: { baseUrl: url('ARXIV_URL', 'https://export.arxiv.org/api') },
    cacheDays: days('LITERATURE_CACHE_DAYS'),
  };
};
