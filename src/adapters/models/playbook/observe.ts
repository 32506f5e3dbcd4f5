const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const distinct = (text: string, pattern: RegExp): number => new Set(text.match(pattern) ?? []).size;

/** The headings of a table's blocks, alone on a line or emphasised. */
const operations = /^\s*(?:addition|subtraction|division|composition of permutations)\s*$|\\emph\{[a-z ]+\} \\\\$/gm;

/** A paper is read as the text of its PDF or as LaTeX: in the one references are a list, in the other keys. */
const referencesIn = (paper: string): number => {
  const list = paper.split(/\n\s*(?:\d+\s+)?References\s*\n/).at(-1) ?? '';
  const keys = [...paper.matchAll(/\\cite[pt]?\{([^}]*)\}/g)].flatMap(([, group = '']) => group.split(','));
  return Math.max(new Set(keys).size, list === paper ? 0 : count(list, /\b(?:19|20)\d\d[a-z]?\./g));
};

/** The abstract's sentences that give a measured value with its error. */
const measuredClaims = (paper: string): readonly string[] => {
  const abstract = /Abstract\s*([\s\S]{200,2500}?)\n\s*(?:1\s+)?(?:Introduction|\\section)/i.exec(paper)?.[1] ?? '';
  const text = abstract.replace(/-\n/g, '').replace(/\s+/g, ' ').trim();
  return text.split(/(?<=[.!?])\s+(?=[A-Z])/).filter((sentence) => /±|\\pm/.test(sentence));
};

/** What a program can see of a paper's quality; the ratings follow from this and from nothing else. */
export const observe = (paper: string) => ({
  errorBars: count(paper, /±|\\pm\b/g),
  figures: distinct(paper, /Figure \d+|\\includegraphics\[[^\]]*\]\{[^}]*\}/g),
  tables: distinct(paper, /Table \d+|\\begin\{tabular\}/g),
  equations: distinct(paper, /Equation \d+|\\label\{eq:[^}]*\}/g),
  references: referencesIn(paper),
  operations: new Set(paper.match(operations)?.map((name) => name.trim())).size,
  seeds: Number(/(\d+) seeds/.exec(paper)?.[1] ?? 0),
  gains: count(paper, /measurably (?:sooner|fewer|higher)|a measurable gain/g),
  losses: count(paper, /measurably (?:worse|later|lower|more)\b|negative result/gi),
  nulls: count(paper, /no measurable difference|not (?:a )?measurabl[ey]|not measurably/g),
  statesLimits: /\bLimitations\b/.test(paper),
  claims: measuredClaims(paper),
});

export type Seen = ReturnType<typeof observe>;
