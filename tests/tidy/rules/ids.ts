import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const owner = 'src/events/id.ts';

/** Text that builds or recognizes an id or a scope. */
const handMade: readonly RegExp[] = [
  // idea-3, idea-3.review-2
  /`(?:[^`]*\.)?idea-\$\{/,
  /\.review-\$\{/,
  // events of the shell and of people
  /[`'](?:log|quiesced|forked|human)\.(?:\$\{|['`])/,
  // results and attempts
  /\}\.(?:result|started)\b|'\.(?:result|started)\b/,
  // <scope>.<role>, and anything below a scope
  /\$\{[^}`]*\b\w*[sS]cope\}\.(?:\$\{|`)/,
];

/** Files that may seal events: for a machine's emissions, and for the check of sealed events. Others use `shellEvent`. */
const sealing = /^src\/(?:events\/|actors\/host\.ts$|actors\/verify\/envelopes\.ts$)/;

/** Files in src that build events by hand, with their own version. */
export const handSealed = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path, text]) => path.startsWith('src/') && !sealing.test(path) && /\bseal\b/.test(withoutComments(text)))
    .map(([path]) => path);

/** Lines in src that build or parse ids without `id.ts`. */
export const handMadeIds = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => path.startsWith('src/') && path !== owner)
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => handMade.some((pattern) => pattern.test(line)))
        .map((line) => `${path}: ${line.trim()}`),
    );
