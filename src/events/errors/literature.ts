import type { ErrorArea } from './entry.ts';

/** Searches for papers, by a service or in the library of a template. */
export const literatureErrors = {
  'library.broken': {
    meaning: 'The `library.json` of a template is unreadable or does not have the form required.',
    remedy: 'Correct the file, a list of papers, as the message says.',
  },
  'literature.aborted': {
    meaning: 'A literature search was stopped, because the run stopped or the idea was cancelled.',
    remedy: 'Nothing needs to be done.',
  },
  'literature.bad_configuration': {
    meaning: 'An environment variable that configures a literature search has a value that cannot be used.',
    remedy: 'Correct the variable that the message names, or unset it.',
  },
  'literature.failed': {
    meaning:
      'None of the literature searches answered; the message gives the reason of each. The run goes on: novelty stays undecided, and papers have fewer citations.',
    remedy: 'Look at each reason; a key or another `--literature` may help.',
  },
  'literature.none': {
    meaning: 'The library of the template is to be searched, and the template has none.',
    remedy: 'Choose another `--literature`, or add a `library.json` to the template.',
  },
  'literature.rate_limited': {
    meaning: 'A literature service still refuses requests as too many after all the waiting that is allowed.',
    remedy: 'Set a key (`SEMANTIC_SCHOLAR_API_KEY`, `OPENALEX_API_KEY`), or choose another `--literature`.',
  },
  'literature.refused': {
    meaning: 'A literature service refuses the request; a wrong key is one reason.',
    remedy: 'Check the key; the message has the HTTP status.',
  },
  'literature.too_large': {
    meaning: 'The answer of a literature service has more bytes than are accepted.',
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
