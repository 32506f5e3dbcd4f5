import type { SectionName } from '../../events/vocabulary/paper.ts';
import { dangersIn, type Manuscript } from '../../latex/checks/check-paper.ts';
import { labels, uses } from '../../latex/scan.ts';
import { withoutUnknownCharacters } from '../../latex/unicode.ts';
import type { Sections } from './context.ts';

type Rule = (text: string, manuscript: Manuscript) => string;

const float = /\\begin\{(figure\*?|wrapfigure)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\}\n?/g;
const graphic = /\\includegraphics\*?\s*(?:\[[^\]]{0,400}\]\s*)*\{([^{}]*)\}/g;

/** Removes figures that do not exist, and floats left without content. */
const dropFigures: Rule = (text, { figures }) => {
  const isThere = (name: string | undefined) => figures.includes((name ?? '').trim());
  return text
    .replace(float, (whole) => {
      const shown = uses(whole, 'includegraphics');
      return shown.length > 0 && !shown.some((use) => isThere(use.argument)) ? '' : whole;
    })
    .replace(graphic, (whole, name: string) => (isThere(name) ? whole : ''));
};

/** Removes keys that are in no bibliography, and citations left without keys. */
const dropCitations: Rule = (text, { keys }) =>
  text.replace(
    /[~ ]?(\\[cC]ite(?!style)[a-zA-Z]*\*?\s*(?:\[[^\]]{0,400}\]\s*)*)\{([^{}]*)\}/g,
    (whole, command: string, list: string) => {
      const cited = list.split(',').map((key) => key.trim());
      const known = cited.filter((key) => keys.includes(key));
      if (known.length === cited.length) return whole;
      return known.length === 0 ? '' : `${whole.startsWith('\\') ? '' : whole[0]}${command}{${known.join(',')}}`;
    },
  );

const called = (kind: string): string => {
  if (/^fig/i.test(kind)) return 'the figure';
  if (/^tab/i.test(kind)) return 'the table';
  if (/^sec/i.test(kind)) return 'that section';
  return 'above';
};

/** Replaces a reference without a label, which would print as "??", by words. */
const dropReferences: Rule = (text, manuscript) => {
  const defined = new Set([
    ...manuscript.labels,
    ...Object.values(manuscript.sections).flatMap((section) => labels(section).map((use) => use.argument)),
  ]);
  const pattern =
    /(?:\b(Figures?|Fig\.|Tables?|Tab\.|Sections?|Sec\.|Equations?|Eq\.)[~\s]*)?\\(?:eq|auto|page|name|[cC])?ref\*?\{([^{}]*)\}/g;
  return text.replace(pattern, (whole, kind: string | undefined, list: string) =>
    list.split(',').every((label) => defined.has(label.trim())) ? whole : called(kind ?? list),
  );
};

const dropCharacters: Rule = (text) => withoutUnknownCharacters(text);

const rules: readonly Rule[] = [dropFigures, dropCitations, dropReferences, dropCharacters];

/** A removal could join separate pieces into a forbidden command. */
const harmless = (before: string, after: string): string => (dangersIn(after).length > 0 ? before : after);

/**
 * The last resort when the rounds of fixing are spent: repairs, without a model, everything that would be rejected or
 * leave a hole in the PDF. Returns the changed sections; none if nothing needs repair.
 */
export const mend = (manuscript: Manuscript): Sections => {
  let current = manuscript;
  for (const rule of rules) {
    const repaired = Object.entries(current.sections).map(([name, text]) => [
      name,
      harmless(text, rule(text, current)),
    ]);
    current = { ...manuscript, sections: Object.fromEntries(repaired) };
  }
  return Object.fromEntries(
    Object.entries(current.sections).filter(([name, text]) => text !== manuscript.sections[name as SectionName]),
  );
};
