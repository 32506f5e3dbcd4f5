import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const owner = 'src/events/id.ts';

/** Text from which an id or a scope is put together, or by which one is recognised. */
const handMade: readonly RegExp[] = [
  // idea-3, idea-3.review-2
  /`(?:[^`]*\.)?idea-\$\{/,
  /\.review-\$\{/,
  // what the shell and people say
  /[`'](?:log|quiesced|forked|human)\.(?:\$\{|['`])/,
  // results and attempts
  /\}\.(?:result|started)\b|'\.(?:result|started)\b/,
  // <scope>.<role>, and whatever lies below a scope
  /\$\{[^}`]*\b\w*[sS]cope\}\.(?:\$\{|`)/,
];

/** Who may seal events: what a machine emitted, and the check of what is sealed. Others make events by `shellEvent`. */
const sealing = /^src\/(?:events\/|actors\/host\.ts$|actors\/verify\/envelopes\.ts$)/;

/** Files of src that make events by hand, with a version of their own. */
export const handSealed = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path, text]) => path.startsWith('src/') && !sealing.test(path) && /\bseal\b/.test(withoutComments(text)))
    .map(([path]) => path);

/** Lines of src that make or read ids by themselves. */
export const handMadeIds = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => path.startsWith('src/') && path !== owner)
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => handMade.some((pattern) => pattern.test(line)))
        .map((line) => `${path}: ${line.trim()}`),
    );
