const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const distinct = (text: string, pattern: RegExp): number => new Set(text.match(pattern) ?? []).size;

/** Counts the data sets whose names head the blocks of a table: alone on a line, or emphasised in LaTeX. */
const datasetsIn = (paper: string, names: readonly string[]): number => {
  const lines = new Set(paper.split('\n').map((line) => line.trim()));
  return names.filter((name) => lines.has(name) || paper.includes(`\\emph{${name}} \\\\`)).length;
};

/** Counts references: list entries in a PDF's text, keys in LaTeX. */
const referencesIn = (paper: string): number => {
  const list = paper.split(/\n\s{0,40}(?:\d{1,4}\s{1,40})?References\s{0,40}\n/).at(-1) ?? '';
  const keys = [...paper.matchAll(/\\cite[pt]?\{([^}]{0,400})\}/g)].flatMap(([, group = '']) => group.split(','));
  return Math.max(new Set(keys).size, list === paper ? 0 : count(list, /\b(?:19|20)\d\d[a-z]?\./g));
};

/** Characters to search for the abstract, which follows the preamble in a source. */
const lengthOfBeginning = 20_000;

/** Returns the abstract's sentences that state a measured value with its error. */
const measuredClaims = (paper: string): readonly string[] => {
  const beginning = paper.slice(0, lengthOfBeginning);
  const abstract =
    /Abstract\s{0,40}([\s\S]{200,2500}?)\n\s{0,20}(?:1\s{1,20})?(?:Introduction|\\section)/i.exec(beginning)?.[1] ?? '';
  const text = abstract.replace(/-\n/g, '').replace(/\s+/g, ' ').trim();
  return text.split(/(?<=[.!?])\s+(?=[A-Z])/).filter((sentence) => /±|\\pm/.test(sentence));
};

/** Extracts the measurable signs of a paper's quality; ratings depend on these alone. */
export const observe = (paper: string, datasets: readonly string[]) => ({
  errorBars: count(paper, /±|\\pm\b/g),
  figures: distinct(paper, /Figure \d+|\\includegraphics\[[^\]]{0,400}\]\{[^}]{0,400}\}/g),
  tables: distinct(paper, /Table \d+|\\begin\{tabular\}/g),
  equations: distinct(paper, /Equation \d+|\\label\{eq:[^}]{0,400}\}/g),
  references: referencesIn(paper),
  datasets: datasetsIn(paper, datasets),
  seeds: Number(/(?<!\d)(\d{1,9}) seeds/.exec(paper)?.[1] ?? 0),
  gains: count(paper, /measurably (?:sooner|fewer|higher|better|closer)|a measurable gain/g),
  losses: count(paper, /measurably (?:worse|later|lower|more|farther)\b|negative result/gi),
  nulls: count(paper, /no measurable difference|not (?:a )?measurabl[ey]|not measurably/g),
  statesLimits: /\bLimitations\b/.test(paper),
  claims: measuredClaims(paper),
});

export type Seen = ReturnType<typeof observe>;
