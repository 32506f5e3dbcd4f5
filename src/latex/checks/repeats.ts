import { type Use, uses } from '../scan.ts';
import { type Check, type Complaint, type Manuscript, sectionsOf } from './complaint.ts';

type Seen = { readonly section: Complaint['section']; readonly use: Use };

const twice = (manuscript: Manuscript, pattern: string, wording: (use: Use) => string): readonly Complaint[] => {
  const first = new Map<string, Seen>();
  const found: Complaint[] = [];
  for (const [section, text] of sectionsOf(manuscript)) {
    for (const use of uses(text, pattern)) {
      const name = use.argument.toLowerCase();
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, { section, use });
      else {
        const where = `${earlier.section}.tex, line ${earlier.use.line}`;
        found.push({ section, line: use.line, blocking: false, text: `${wording(use)} already at ${where}` });
      }
    }
  }
  return found;
};

const minimumParagraph = 200;

const repeatedParagraphs = (manuscript: Manuscript): readonly Complaint[] => {
  const first = new Map<string, Complaint['section']>();
  return sectionsOf(manuscript).flatMap(([section, text]) =>
    text
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
      .filter((paragraph) => paragraph.length >= minimumParagraph)
      .flatMap((paragraph): readonly Complaint[] => {
        const earlier = first.get(paragraph);
        first.set(paragraph, earlier ?? section);
        if (earlier === undefined) return [];
        const start = paragraph.slice(0, 60);
        return [
          { section, line: null, blocking: false, text: `the paragraph "${start}…" is already in ${earlier}.tex` },
        ];
      }),
  );
};

const headings = (manuscript: Manuscript): readonly Complaint[] =>
  sectionsOf(manuscript).flatMap(([section, text]) =>
    uses(text, 'section|chapter|part').map((use) => ({
      section,
      line: use.line,
      blocking: false,
      text: `\\section{${use.argument}}: the program sets the headings of sections, so this one is duplicated; use \\subsection`,
    })),
  );

/** Rejects duplicate figures, labels, headings and paragraphs. */
export const checkRepeats: Check = (manuscript) => [
  ...twice(manuscript, 'includegraphics', (use) => `the figure ${use.argument} is shown`),
  ...twice(manuscript, 'label', (use) => `the label ${use.argument} is defined`),
  ...twice(manuscript, 'subsection', (use) => `the heading "${use.argument}" is used`),
  ...headings(manuscript),
  ...repeatedParagraphs(manuscript),
];
