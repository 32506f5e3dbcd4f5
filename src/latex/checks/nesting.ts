import { code, lineFinder } from '../scan.ts';
import { eachSection } from './complaint.ts';

const token = /\\begin\s*\{([^}]*)\}|\\end\s*\{([^}]*)\}|\\[^a-zA-Z]|\{|\}/g;

type Open = { readonly what: string; readonly line: number };

const name = (what: string): string => (what === '{' ? 'the brace {' : `\\begin{${what}}`);

/** Requires environments and braces to be closed in reverse order of opening. */
export const checkNesting = eachSection((text) => {
  const source = code(text);
  const lineAt = lineFinder(source);
  const open: Open[] = [];
  const complain = (line: number, problem: string) => [{ line, blocking: false, text: problem }];
  for (const match of source.matchAll(token)) {
    const line = lineAt(match.index);
    if (match[1] !== undefined) open.push({ what: match[1], line });
    else if (match[0] === '{') open.push({ what: '{', line });
    else if (match[0] === '}' || match[2] !== undefined) {
      const closes = match[2] ?? '{';
      const last = open.pop();
      if (last === undefined) return complain(line, `${match[0]} closes nothing`);
      if (last.what !== closes)
        return complain(line, `${match[0]} comes while ${name(last.what)} of line ${last.line} is still open`);
    }
  }
  return open.slice(-1).flatMap((last) => complain(last.line, `${name(last.what)} is never closed`));
});
