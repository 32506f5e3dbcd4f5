import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

/** Variables of a module that change: state that no argument shows. Tests may have them, set up once for many. */
export const moduleVariables = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => !path.startsWith('tests/'))
    .flatMap(([path, text]) =>
      [...withoutComments(text).matchAll(/^(?:export )?(?:let|var) .*$/gm)].map(([line]) => `${path}: ${line}`),
    );
