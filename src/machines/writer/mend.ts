import type { SectionName } from '../../events/vocabulary/paper.ts';
import { dangersIn, type Manuscript } from '../../latex/checks/check-paper.ts';
import { labels, uses } from '../../latex/scan.ts';

/** A rule's result, and its report in words. */
type Rule = (text: string, manuscript: Manuscript, tell: (what: string) => void) => string;

export type Mended = { readonly text: string; readonly mended: readonly string[] };

const float = /\\begin\{(figure\*?|wrapfigure)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\}\n?/g;
const graphic = /\\includegraphics\*?\s*(?:\[[^\]]{0,400}\]\s*)*\{([^{}]*)\}/g;

/** Removes figures that do not exist, and floats left without content. */
const dropFigures: Rule = (text, { figures }, tell) => {
  const isThere = (name: string | undefined) => figures.includes((name ?? '').trim());
  const missing = (name: string): string => {
    tell(`removed the figure ${name}, which does not exist`);
    return '';
  };
  return text
    .replace(float, (whole) => {
      const shown = uses(whole, 'includegraphics');
      const [first] = shown;
      return first !== undefined && !shown.some((use) => isThere(use.argument)) ? missing(first.argument) : whole;
    })
    .replace(graphic, (whole, name: string) => (isThere(name) ? whole : missing(name)));
};

/** Removes keys that are in no bibliography, and citations left without keys. */
const dropCitations: Rule = (text, { keys }, tell) =>
  text.replace(
    /[~ ]?(\\[cC]ite(?!style)[a-zA-Z]*\*?\s*(?:\[[^\]]{0,400}\]\s*)*)\{([^{}]*)\}/g,
    (whole, command: string, list: string) => {
      const cited = list.split(',').map((key) => key.trim());
      const known = cited.filter((key) => keys.includes(key));
      if (known.length === cited.length) return whole;
      tell(`removed the citation of ${cited.filter((key) => !keys.includes(key)).join(', ')}, which no reference has`);
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
const dropReferences: Rule = (text, manuscript, tell) => {
  const defined = new Set([
    ...manuscript.labels,
    ...Object.values(manuscript.sections).flatMap((section) => labels(section).map((use) => use.argument)),
  ]);
  const pattern =
    /(?:\b(Figures?|Fig\.|Tables?|Tab\.|Sections?|Sec\.|Equations?|Eq\.)[~\s]*)?\\(?:eq|auto|page|name|[cC])?ref\*?\{([^{}]*)\}/g;
  return text.replace(pattern, (whole, kind: string | undefined, list: string) => {
    if (list.split(',').every((label) => defined.has(label.trim()))) return whole;
    tell(`wrote "${called(kind ?? list)}" for a reference to ${list}, which no label has`);
    return called(kind ?? list);
  });
};

const rules: readonly Rule[] = [dropFigures, dropCitations, dropReferences];

const maximumTold = 50;

/** Skips a removal that would join separate pieces into a forbidden command. */
const apply = (rule: Rule, { text, mended }: Mended, manuscript: Manuscript): Mended => {
  const told: string[] = [];
  const after = rule(text, manuscript, (what) => told.push(what));
  return dangersIn(after).length > 0 || after === text
    ? { text, mended }
    : { text: after, mended: [...new Set([...mended, ...told])].slice(0, maximumTold) };
};

/**
 * The last resort when the rounds of fixing are spent: repairs, without a model, everything that would be rejected or
 * leave a hole in the PDF. Returns the changed sections, each with the repairs in words; none if nothing needs repair.
 */
export const mend = (manuscript: Manuscript): Readonly<Partial<Record<SectionName, Mended>>> => {
  let current = Object.entries(manuscript.sections).map(
    ([name, text]) => [name, { text, mended: [] } as Mended] as const,
  );
  for (const rule of rules) {
    const sections = Object.fromEntries(current.map(([name, { text }]) => [name, text]));
    current = current.map(([name, one]) => [name, apply(rule, one, { ...manuscript, sections })]);
  }
  return Object.fromEntries(current.filter(([name, { text }]) => text !== manuscript.sections[name as SectionName]));
};
