import type { Tree } from '../../events/tree.ts';
import { bibliography } from '../../latex/bibliography.ts';
import { escapeLatex } from '../../latex/escape.ts';
import { withLetters } from '../../latex/letters.ts';
import { citedKeys } from '../../latex/scan.ts';
import { fillTemplate, templateBibliography } from '../../latex/template.ts';
import { appendix } from './appendix.ts';
import type { Context } from './context.ts';
import { disclosure } from './disclosure.ts';
import { bodySections, fileOf, headingOf, sectionLabel } from './sections.ts';

const inputOf = (name: (typeof bodySections)[number] | 'abstract'): string => `\\input{${fileOf(name)}}`;

const heading = (name: (typeof bodySections)[number]): string =>
  `\\section{${headingOf(name)}}\n\\label{${sectionLabel(name)}}\n${inputOf(name)}\n`;

/** Placeholders of published templates, which contain the headings themselves. */
const places = {
  'INTRO HERE': 'introduction',
  'INTRODUCTION HERE': 'introduction',
  'RELATED WORK HERE': 'related_work',
  'BACKGROUND HERE': 'background',
  'METHOD HERE': 'method',
  'EXPERIMENTAL SETUP HERE': 'experimental_setup',
  'RESULTS HERE': 'results',
  'CONCLUSIONS? HERE': 'conclusion',
} as const;

/** Returns every source of the paper, one file per section, so that compiler errors name the section and line. */
export const assemble = (context: Context): Tree => {
  const { latex } = context.started.template;
  const { 'template.tex': _, 'references.bib': __, ...beside } = latex as Tree & Record<string, Tree[string]>;
  const cited = new Set(Object.values(context.sections).flatMap((text) => citedKeys(text)));
  const brought = templateBibliography(latex);
  const own = bibliography(
    context.references.filter(({ key }) => cited.has(key) && !brought.entries.some((entry) => entry.key === key)),
  );
  const paper = fillTemplate(latex, {
    title: escapeLatex(context.title),
    abstract: inputOf('abstract'),
    sections: bodySections.map(heading).join('\n'),
    disclosure: disclosure(context),
    run: escapeLatex(context.run),
    appendix: appendix(context),
    texts: [...Object.values(context.sections), own].join('\n'),
    places: Object.fromEntries(
      Object.entries(places).map(([place, name]) => [place, `\\label{${sectionLabel(name)}}\n${inputOf(name)}`]),
    ),
  });
  const sources: Tree = {
    ...beside,
    'paper.tex': { text: paper },
    'references.bib': { text: [own, brought.text].filter((text) => text !== '').join('\n') },
    ...Object.fromEntries(
      Object.entries(context.sections).map(([name, text]) => [`${name}.tex`, { text: `${text}\n` }]),
    ),
    ...Object.fromEntries(context.figures.map(({ file, blob, sizeBytes }) => [file, { blob, sizeBytes }])),
  };
  return withLetters(sources, 'paper.tex');
};
