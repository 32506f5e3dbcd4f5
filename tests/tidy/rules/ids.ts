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
