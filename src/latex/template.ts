import { type Tree, textAt } from '../events/tree.ts';
import type { BroughtEntry } from './bibliography.ts';

const filecontents =
  /\\begin\{filecontents\*?\}(?:\[[^\]]{0,400}\])?\{references\.bib\}((?:(?!\\begin\{filecontents)[\s\S])*?)\\end\{filecontents\*?\}\n?/;

const bibliographyEntry = /@\w{1,40}\s{0,20}\{\s{0,20}([^,\s]{1,200})\s{0,20},((?:(?!\n\s{0,20}@)[\s\S])*)/g;
const titleField = /\btitle\s*=\s*(?:"([^"]*)"|\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\})/i;

/** The template's own bibliography, in template.tex or beside it. */
export const templateBibliography = (
  latex: Tree,
): { readonly text: string; readonly entries: readonly BroughtEntry[] } => {
  const text = textAt(latex, 'references.bib') ?? filecontents.exec(textAt(latex, 'template.tex') ?? '')?.[1] ?? '';
  const entries = [...text.matchAll(bibliographyEntry)].map(([, key = '', rest = '']) => {
    const title = titleField.exec(rest);
    return { key, title: title?.[1] ?? title?.[2] ?? '' };
  });
  return { text: text.trim(), entries };
};

export type Parts = {
  readonly title: string;
  readonly abstract: string;
  readonly sections: string;
  readonly disclosure: string;
  readonly run: string;
  readonly appendix: string;
  /** Sections and bibliography, which paper.tex includes. */
  readonly texts: string;
  /** Placeholder of older templates, such as `INTRO HERE` -> its replacement. */
  readonly places: Readonly<Record<string, string>>;
};

/** Used if a template has no template.tex. */
const plain = String.raw`\documentclass{article}
\usepackage{amsmath,amssymb,booktabs,graphicx,natbib,url}
\title{%%TITLE%%}
\author{}
\begin{document}
\maketitle
\begin{quote}\small %%DISCLOSURE%%\end{quote}
\begin{abstract}
%%ABSTRACT%%
\end{abstract}
%%SECTIONS%%
\bibliographystyle{plainnat}
\bibliography{references}
\appendix
%%APPENDIX%%
\end{document}
`;

const insertBefore = (text: string, marker: RegExp, addition: string): string =>
  marker.test(text) ? text.replace(marker, (match) => `${addition}\n${match}`) : `${text}\n${addition}\n`;

const insertAfter = (text: string, marker: RegExp, addition: string): string =>
  text.replace(marker, (match) => `${match}\n${addition}`);

const beginDocument = /\\begin\{document\}/;
const endDocument = /\\end\{document\}/;
const bibliographyCommand = /\\bibliographystyle\{|\\bibliography\{|\\printbibliography/;

const fillMarkers = (text: string, parts: Parts): { readonly text: string; readonly filled: ReadonlySet<string> } => {
  const filled = new Set<string>();
  const markers = { title: parts.title, abstract: parts.abstract, sections: parts.sections } as const;
  const all = { ...markers, disclosure: parts.disclosure, run: parts.run, appendix: parts.appendix };
  const result = Object.entries(all).reduce((current, [name, value]) => {
    const marker = `%%${name.toUpperCase()}%%`;
    if (current.includes(marker)) filled.add(name);
    return current.replaceAll(marker, () => value);
  }, text);
  return { text: result, filled };
};

/** Removes example figures, also those with the name of a figure that this paper has: sections include their own. */
const withoutFigures = (text: string): string =>
  text.replace(/\\begin\{(figure\*?)\}(?:(?!\\begin\{figure)[\s\S])*?\\end\{\1\}/g, '');

const fillPlaces = (text: string, parts: Parts): { readonly text: string; readonly any: boolean } => {
  let any = false;
  const result = Object.entries(parts.places).reduce((current, [place, value]) => {
    const pattern = new RegExp(`^[^\\S\\n]*${place}[^\\S\\n]*$`, 'm');
    any ||= pattern.test(current);
    return current.replace(pattern, () => value);
  }, text);
  return { text: result, any };
};

const fillTitle = (text: string, title: string): string =>
  /\\title\s{0,20}(?:\[[^\]]{0,400}\])?\{/.test(text)
    ? text.replace(/TITLE HERE/g, () => title)
    : insertBefore(text, beginDocument, `\\title{${title}}`);

/** Fills a template without our markers: replaces known placeholders, and inserts the other parts where they belong. */
const fillUnmarked = (source: string, parts: Parts, filled: ReadonlySet<string>): string => {
  const cleaned = withoutFigures(source.replace(filecontents, ''));
  const { text, any } = fillPlaces(cleaned, parts);
  const steps: readonly (readonly [string, (text: string) => string])[] = [
    ['title', (current) => fillTitle(current, parts.title)],
    [
      'abstract',
      (current) =>
        current.includes('ABSTRACT HERE')
          ? current.replace('ABSTRACT HERE', () => parts.abstract)
          : insertAfter(
              current,
              /\\maketitle|\\begin\{document\}(?![\s\S]*\\maketitle)/,
              `\\begin{abstract}\n${parts.abstract}\n\\end{abstract}`,
            ),
    ],
    [
      'disclosure',
      (current) =>
        insertBefore(current, /\\begin\{abstract\}/, `\\begin{quote}\\small ${parts.disclosure}\\end{quote}`),
    ],
    [
      'sections',
      (current) =>
        any
          ? current
          : insertBefore(
              current,
              bibliographyCommand.test(current) ? bibliographyCommand : endDocument,
              parts.sections,
            ),
    ],
    ['appendix', (current) => insertBefore(current, endDocument, `\\appendix\n${parts.appendix}`)],
  ];
  return steps.reduce((current, [name, fill]) => (filled.has(name) ? current : fill(current)), text);
};

/** Letters that LaTeX's default font encoding, OT1, does not have. */
const letterOfT1 = /\\(?:k|[Tt]h|TH|d[hj]|D[HJ]|ng|NG)(?![A-Za-z])/;

/** Makes citations work without natbib, and adds the packages for graphics and rules that every paper needs. */
const withNeededPackages = (text: string, latex: Tree, rest: string): string => {
  const everything = [
    text,
    ...Object.keys(latex)
      .filter((path) => /\.(cls|sty)$/.test(path) && text.includes(path.replace(/\.\w+$/, '')))
      .map((path) => textAt(latex, path) ?? ''),
  ].join('\n');
  const missing = ['graphicx', 'booktabs', 'amsmath', 'amssymb'].filter((name) => !everything.includes(name));
  const fonts = !everything.includes('fontenc') && letterOfT1.test(text + rest) ? '\\usepackage[T1]{fontenc}\n' : '';
  const cites = everything.includes('natbib')
    ? ''
    : '\\providecommand{\\citep}[1]{\\cite{#1}}\\providecommand{\\citet}[1]{\\cite{#1}}\n';
  return insertBefore(text, beginDocument, fonts + cites + missing.map((name) => `\\usepackage{${name}}\n`).join(''));
};

/** Fills a template's template.tex: with our markers, with the placeholders of published templates, or with neither. */
export const fillTemplate = (latex: Tree, parts: Parts): string => {
  const template = textAt(latex, 'template.tex') ?? plain;
  const { text, filled } = fillMarkers(template, parts);
  const cited = bibliographyCommand.test(text)
    ? text
    : insertBefore(text, endDocument, '\\bibliographystyle{plain}\n\\bibliography{references}');
  return withNeededPackages(fillUnmarked(cited, parts, filled), latex, parts.texts);
};
