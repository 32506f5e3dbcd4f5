import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

/** All output goes through these files, which clean it. */
const sinks = ['src/cli/output.ts', 'src/cli/terminal.ts'];
const printing = /(?<![.\w])process\s*\.\s*(?:stdout|stderr)\b|\bconsole\s*[.[]/;
const writingToTerminal = /\b(?:stdout|stderr|terminal|stream)\??\.write\(/;

/** Lines that print without the sinks, so that a model's text could control the terminal. */
export const strayPrints = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => path.startsWith('src/') && !sinks.includes(path))
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => printing.test(line) || (path.startsWith('src/cli/') && writingToTerminal.test(line)))
        .map((line) => `${path}: ${line.trim()}`),
    );
