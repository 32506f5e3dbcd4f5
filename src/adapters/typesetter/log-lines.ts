/** The width at which TeX breaks the lines of its log, unless told otherwise. */
const wrapWidth = 79;

/** Joins what TeX broke at 79 characters; a log with a longer line was not broken at all. */
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
 * Which file TeX is reading, from the parentheses of its log: `(./a.tex` opens one, the matching `)` closes it. Text
 * of the paper, which the log also quotes, may hold any parenthesis: do not pass such lines in.
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
