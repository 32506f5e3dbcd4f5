import { citedKeys } from '../scan.ts';
import { eachSection } from './complaint.ts';

/** Requires every cited key to be in the bibliography. */
export const checkCitations = eachSection((text, _, { keys }) =>
  [...new Set(citedKeys(text))]
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      line: null,
      blocking: true,
      text: `\\cite{${key}}: there is no such reference; cite only keys of the references given, or remove the citation`,
    })),
);
