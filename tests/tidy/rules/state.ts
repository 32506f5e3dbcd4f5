import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

/** Mutable variables of modules: state that no argument shows. Tests may have them, for shared set-up. */
export const moduleVariables = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => !path.startsWith('tests/'))
    .flatMap(([path, text]) =>
      [...withoutComments(text).matchAll(/^(?:export )?(?:let|var) .*$/gm)].map(([line]) => `${path}: ${line}`),
    );
