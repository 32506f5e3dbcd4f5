import { commands, doubtfulCommands } from './tex-commands.ts';

/** A backslash with the letters after it, a pair of backslashes, or a delimiter of strings or mathematics. */
const token = /\\(?:u[0-9a-fA-F]{4}|[a-zA-Z]{1,60}|[^a-zA-Z]|$)|"|\$\$?/g;

/** Here `\'` is another language's escape, not an acute accent. */
const contraction = /^(?:s|t|d|m|ll|re|ve|em)(?![a-z])/i;
/** Characters after which a command is likelier than a line break or a tab. */
const commandMayFollow = /[\s({[=+\-*/<>|~,&^_]$/;
/** The beginning of a name, such as `Schr` or `M`; prefixes of string literals in programs are shorter or lower-case. */
const umlautMayFollow = /(?:[A-Za-z]{3}|(?<![A-Za-z])[A-Z][a-z]?)$/;
const argumentFollows = /^[_^{}$]/;

type Reading = 'escape' | 'command' | 'doubtful' | 'stray';

/** Classifies a backslash and the characters after it, without context. */
const readingOf = (after: string, before: string, rest: string): Reading => {
  const [first = ''] = after;
  if (/^u[0-9a-fA-F]{4}$/.test(after) || first === '\\' || first === '/') return 'escape';
  if (first === '"') return umlautMayFollow.test(before) && /^[aou][a-z]/.test(rest) ? 'command' : 'escape';
  if (first === "'" || first === '`') {
    const isAccent = /^(?:\{|[a-z]\})/i.test(rest) || (/[A-Za-z]$/.test(before) && /^[a-z]/i.test(rest));
    return isAccent && !(first === "'" && contraction.test(rest)) ? 'command' : 'stray';
  }
  if (first === '*' || first === '\n' || first === '') return 'stray';
  if (after.length === 1 && /[bfnrt]/.test(first)) return first === 'b' && rest.startsWith('{') ? 'command' : 'escape';
  if (!/[nrt]/.test(first)) return 'command';
  if (doubtfulCommands.has(after)) return 'doubtful';
  return commands.has(after) ? 'command' : 'escape';
};

type Token = { readonly at: number; readonly text: string; readonly reading: Reading | undefined };

const tokensIn = (json: string): readonly Token[] =>
  [...json.matchAll(token)].map(({ index: at, 0: text }) => {
    const end = at + text.length;
    const reading = text.startsWith('\\')
      ? readingOf(text.slice(1), json.slice(Math.max(0, at - 4), at), json.slice(end, end + 4))
      : undefined;
    return { at, text, reading };
  });

/** True if an answer doubles its backslashes before letters, as JSON requires. */
const habitsIn = (json: string, tokens: readonly Token[]) => {
  const doubles = tokens.some(({ at, text }) => text === '\\\\' && /[A-Za-z]/.test(json[at + 2] ?? ''));
  const singles = tokens.some(({ text, reading }) => reading === 'command' && /^\\[A-Za-z]/.test(text));
  return { isTrusted: doubles && !singles, isRaw: singles && !doubles };
};

const isEndOfRow = (json: string, { at, text }: Token): boolean =>
  text === '\\\\' && /^[\s\\]$/.test(json.slice(at + 2, at + 3));

/** Decides by context whether an ambiguous sequence is a command. */
const isCommandHere = (json: string, { at, text }: Token, isMath: boolean, follows: boolean): boolean =>
  isMath ||
  follows ||
  argumentFollows.test(json.slice(at + text.length, at + text.length + 1)) ||
  commandMayFollow.test(json.slice(Math.max(0, at - 1), at));

/**
 * Doubles the backslashes of TeX commands in JSON, which models often write as in LaTeX: `"\beta"` would be read as a
 * backspace and `eta`, and `"\alpha"` be rejected. JSON escapes stay. Where `\n`, `\t` and `\r` begin a known command but
 * a line break or tab would make sense too, mathematics and the surrounding characters decide.
 */
export const withTexCommands = (json: string): string => {
  if (!json.includes('\\')) return json;
  const tokens = tokensIn(json);
  const { isTrusted, isRaw } = habitsIn(json, tokens);
  const parts: string[] = [];
  // A command is likely at the beginning of a string and right after another command.
  let [from, isMath, likely] = [0, false, -1];
  for (const one of tokens) {
    const { at, text, reading } = one;
    if (text === '"') [isMath, likely] = [false, at + 1];
    else if (text.startsWith('$')) isMath = !isMath;
    else if (reading === 'stray') {
      parts.push(json.slice(from, at));
      from = at + 1;
    } else if (isRaw && isEndOfRow(json, one)) {
      parts.push(json.slice(from, at), '\\\\');
      from = at;
    } else if (
      reading === 'command' ||
      (reading === 'doubtful' && !isTrusted && isCommandHere(json, one, isMath, likely === at))
    ) {
      parts.push(json.slice(from, at), '\\');
      from = at;
      likely = at + text.length;
      if (text === '\\(' || text === '\\[') isMath = true;
      if (text === '\\)' || text === '\\]') isMath = false;
    }
  }
  return [...parts, json.slice(from)].join('');
};
