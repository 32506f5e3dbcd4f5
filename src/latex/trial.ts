import type { Tree } from '../events/tree.ts';
import { fillTemplate } from './template.ts';

const reference = `@article{trial,
  author = {A. Author},
  title = {A Reference},
  journal = {A Journal},
  year = {2000},
}
`;

const sections = String.raw`\section{Introduction}
A sentence that cites a reference~\citep{trial}, with a formula, $a \le b$, and a table.
\begin{table}[t]\centering\begin{tabular}{lr}\toprule a & b \\ \midrule 1 & 2 \\ \bottomrule\end{tabular}\caption{A table.}\end{table}
`;

/** The sources of a paper without content, which show whether a template's class, packages and bibliography style work. */
export const trialPaper = (latex: Tree): Tree => {
  const { 'template.tex': _, ...beside } = latex as Record<string, Tree[string]>;
  const text = fillTemplate(latex, {
    title: 'A Trial',
    abstract: 'An abstract.',
    sections,
    disclosure: 'A note.',
    run: 'trial',
    appendix: '\\section{Appendix}\nA sentence.',
    texts: sections,
    places: {},
  });
  return { ...beside, 'paper.tex': { text }, 'references.bib': { text: reference } };
};
