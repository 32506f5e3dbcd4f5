import type { ErrorArea } from './entry.ts';

/** Searches for papers, by a service or in the library of a template. */
export const literatureErrors = {
  'library.broken': {
    meaning: 'The `library.json` of a template is unreadable or does not have the required form.',
    remedy: 'Correct the file, a list of papers, as the message says.',
  },
  'literature.aborted': {
    meaning: 'A literature search was stopped, because the run stopped or the idea was cancelled.',
    remedy: 'No action is needed.',
  },
  'literature.bad_configuration': {
    meaning: 'An environment variable that configures a literature search has an invalid value.',
    remedy: 'Correct the variable that the message names, or unset it.',
  },
  'literature.failed': {
    meaning:
      'None of the literature searches answered; the message gives the reason of each. The run continues: novelty stays undecided, and papers have fewer citations.',
    remedy: 'Look at each reason; a key or another `--literature` may help.',
  },
  'literature.none': {
    meaning: 'The search is set to the library of the template, but the template has none.',
    remedy: 'Choose another `--literature`, or add a `library.json` to the template.',
  },
  'literature.rate_limited': {
    meaning: 'A literature service still rejects requests as too many after the longest wait allowed.',
    remedy: 'Set a key (`SEMANTIC_SCHOLAR_API_KEY`, `OPENALEX_API_KEY`), or choose another `--literature`.',
  },
  'literature.refused': {
    meaning: 'A literature service rejects the request, for example because of a wrong key.',
    remedy: 'Check the key; the message gives the HTTP status.',
  },
  'literature.too_large': {
    meaning: 'The response of a literature service exceeds the size limit.',
    remedy: 'Lower `limits.papersPerSearch`; if the error persists, report it.',
  },
  'literature.unavailable': {
    meaning: 'A literature service cannot be reached, is too slow or answers with a server error.',
    remedy: 'Check the network, or choose another `--literature`.',
  },
  'literature.unknown': {
    meaning: 'There is no literature search of that name.',
    remedy: 'Choose one that the message lists.',
  },
  'literature.unreadable': {
    meaning: 'A literature service answered with something other than a search result; the answer is kept as a blob.',
    remedy:
      'Search again later: the answer may be the page of a proxy or of maintenance. If the error persists, report it with the blob.',
  },
} as const satisfies ErrorArea;
