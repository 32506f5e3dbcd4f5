import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const starter = 'tests/support/program.ts';
const program = /['"`][^'"`\n]*(?:bin\/(?:ai-scientist|main\.js)|src\/main\.ts)['"`]/;

/**
 * Tests that start the program directly. Only the starter gives it temporary folders, so that a test leaves no run and no
 * results in the project. The rules name the files without starting them.
 */
export const programStarts = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => path.startsWith('tests/') && !path.startsWith('tests/tidy/') && path !== starter)
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => program.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
