/** The default width at which TeX breaks the lines of its log. */
const wrapWidth = 79;

/** Joins lines that TeX broke at 79 characters; a log with a longer line was not broken. */
export const unwrap = (log: string): string[] => {
  const lines = log.replaceAll('\r', '').split('\n');
  if (lines.some((line) => line.length > wrapWidth)) return lines;
  const joined: string[] = [];
  let pending = '';
  for (const line of lines) {
    pending += line;
    if (line.length === wrapWidth) continue;
    joined.push(pending);
    pending = '';
  }
  return pending === '' ? joined : [...joined, pending];
};

export const plainPath = (path: string): string => path.replace(/^(\.\/)+/, '').replace(/^\/workspace\//, '');

/**
 * Tracks the file that TeX is reading by the parentheses of its log: `(./a.tex` opens a file, the matching `)` closes it.
 * Do not pass lines that quote the paper's text, which may contain any parenthesis.
 */
export const fileTracker = (main: string) => {
  const open: (string | null)[] = [];
  return {
    read(line: string): void {
      for (const [, path, bracket] of line.matchAll(
        /\((\.{0,2}\/?[^\s(){}[\]]+\.[A-Za-z0-9]+)(?=[\s(){}[\]]|$)|([()])/g,
      )) {
        if (path !== undefined) open.push(plainPath(path));
        else if (bracket === '(') open.push(null);
        else open.pop();
      }
    },
    current: (): string => open.findLast((file) => file !== null && !file.startsWith('/')) ?? main,
  };
};
