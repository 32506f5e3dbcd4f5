import { circled, fractions, joined, styles, subscripts, superscripts } from './characters.ts';
import { mathSpans } from './scan.ts';
import {
  accentsAbove,
  accentsBelow,
  mathAccents,
  mathCommands,
  mathTexts,
  strokeLetters,
  textCommands,
} from './symbols.ts';

/** The mode of a character: commands of text are errors in a formula. */
type Place = 'text' | 'formula';

const math = (body: string): string => `\\ensuremath{${body}}`;
const inText = (command: string, place: Place): string =>
  place === 'formula' && /[\\{`]/.test(command) && !command.startsWith('\\ensuremath') ? `\\text{${command}}` : command;

const special: Readonly<Record<string, string>> = {
  '%': '\\%',
  '#': '\\#',
  '&': '\\&',
  _: '\\_',
  $: '\\$',
  // BibTeX counts braces even if they are escaped.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
};

/** Sets one raised or lowered character in a formula. */
const inRun = (plain: string): string => {
  const command = mathCommands.get(plain);
  return command === undefined ? (mathTexts.get(plain) ?? plain) : `\\${command} `;
};

const raise = (run: string, table: ReadonlyMap<string, string>, sign: '^' | '_'): string => {
  const plain = [...run].map((character) => table.get(character) ?? '');
  const letters = plain.join('');
  if (/^[A-Za-z]{2,}$/.test(letters)) return `\\text${sign === '^' ? 'super' : 'sub'}script{${letters}}`;
  return math(`${sign}{${plain.map(inRun).join('').trim()}}`);
};

const fixedWidth: Readonly<Record<string, string>> = {
  mathscr: 'mathcal',
  mathbfscr: 'mathcal',
  mathbffrak: 'mathfrak',
  mathsfbf: 'mathsf',
  mathsfit: 'mathsf',
  mathsfbfit: 'mathsf',
};

/** Sets a mathematical letter in its style; LaTeX has only capitals in script and double-struck. */
const styledLetter = (style: string, plain: string): string => {
  const command = mathCommands.get(plain);
  if (command !== undefined) return math(style === 'mathnormal' ? `\\${command}` : `\\boldsymbol{\\${command}}`);
  const body = mathTexts.get(plain) ?? (plain === 'ı' ? '\\imath' : plain === 'ȷ' ? '\\jmath' : plain);
  if (style === 'mathnormal') return math(body);
  const own = fixedWidth[style] ?? style;
  const isCapital = /^[A-Z]$/.test(plain);
  if (own === 'mathcal' && !isCapital) return math(`\\mathit{${body}}`);
  return math(`\\${own === 'mathbb' && !isCapital ? 'mathbf' : own}{${body}}`);
};

const styled: ReadonlyMap<string, string> = new Map(
  Object.entries(styles).flatMap(([style, letters]) =>
    [...letters].map(([character, plain]) => [character, styledLetter(style, plain)] as const),
  ),
);

/** Spaces of other widths, and the soft hyphen. */
const spaces: Readonly<Record<string, string>> = {
  '\u00a0': '~',
  '\u00ad': '\\-',
  '\u2009': '\\,',
  '\u200a': '\\,',
  '\u202f': '\\,',
  '\u2007': '~',
  '\u2028': '\n',
  '\u2029': '\n\n',
  '\u0085': '\n',
};

/** Sets a single character; undefined if LaTeX cannot set it. */
const single = (character: string, place: Place): string | undefined => {
  const command = mathCommands.get(character);
  const isLetter = character === 'ð' && place === 'text';
  if (command !== undefined && !isLetter) return math(`\\${command}`);
  const formula = mathTexts.get(character);
  if (formula !== undefined) return math(formula);
  const text = textCommands.get(character);
  if (text !== undefined) return inText(text, place);
  const stroke = strokeLetters.get(character);
  if (stroke !== undefined) return `{\\mbox{\\ooalign{${stroke}\\cr\\hidewidth-\\hidewidth\\cr}}}`;
  const parts = fractions.get(character)?.split('/');
  if (parts !== undefined) return math(`\\tfrac{${parts[0]}}{${parts[1]}}`);
  const inCircle = circled.get(character);
  if (inCircle !== undefined) return `\\textcircled{${inCircle}}`;
  const plain = joined.get(character);
  if (plain !== undefined) {
    const escaped = plain.replace(/[^A-Za-z0-9]/g, (one) => special[one] ?? single(one, place) ?? one);
    return inText(escaped, place);
  }
  return styled.get(character) ?? spaces[character] ?? (/\p{Zs}/u.test(character) ? ' ' : undefined);
};

const hook = '\u0309';
const horn = '\u031b';
const breathings: Readonly<Record<string, string>> = { '\u0313': "'", '\u0314': '`' };
const iotaBelow = '\u0345';

/** The argument of an accent: a letter, or the command for one. */
const accentBase = (base: string, marks: readonly string[]): string | undefined => {
  if (/^[ij]$/.test(base)) return marks.some((mark) => /[\u0303-\u0306\u030b\u030c]/.test(mark)) ? `\\${base}` : base;
  if (/^[A-Za-z]$/.test(base)) return base;
  const command = textCommands.get(base);
  return command !== undefined && /^\{\\[a-zA-Z]+\}$/.test(command) ? command.slice(1, -1) : undefined;
};

const withAccent = (command: string, body: string): string =>
  `\\${command}${/[a-zA-Z]$/.test(command) && !body.startsWith('{') ? ' ' : ''}${body}`;

/** Sets a letter of text with its marks; those above are innermost, since only they form precomposed characters. */
const accented = (base: string, marks: readonly string[]): string | undefined => {
  let body = accentBase(base, marks);
  if (body === undefined) return undefined;
  const above = marks.flatMap((mark) => accentsAbove.get(mark) ?? []);
  const below = marks.flatMap((mark) => accentsBelow.get(mark) ?? []);
  const others = marks.filter((mark) => !accentsAbove.has(mark) && !accentsBelow.has(mark));
  if (others.some((mark) => mark !== hook && mark !== horn)) return undefined;
  for (const [at, command] of [...above, ...below].entries())
    body = withAccent(command, at === 0 && !body.startsWith('\\') ? body : `{${body}}`);
  if (others.includes(horn)) body = `\\mbox{${body}\\raisebox{0.4ex}{\\kern-0.16em'}}`;
  if (others.includes(hook))
    body = `\\mbox{\\ooalign{${body}\\cr\\hidewidth\\raisebox{1.1ex}{\\tiny ?}\\hidewidth\\cr}}`;
  return `{${body}}`;
};

/** Sets a letter of a formula with its marks, or a Greek letter, whose breathings precede it. */
const accentedInMath = (base: string, marks: readonly string[]): string | undefined => {
  const command = mathCommands.get(base);
  let body = /^[A-Za-z0-9]$/.test(base) ? base : command === undefined ? mathTexts.get(base) : `\\${command}`;
  if (body === undefined) return undefined;
  let before = '';
  let after = '';
  for (const mark of marks) {
    const accent = mathAccents.get(mark);
    if (accent !== undefined) body = `\\${accent}{${body}}`;
    else if (breathings[mark] !== undefined) before += breathings[mark];
    else if (mark === iotaBelow) after += math('_{\\iota}');
    else if (mark === '\u0338') body = `\\not${body.startsWith('\\') ? body : `{${body}}`}`;
    else return undefined;
  }
  return `${before}${math(body)}${after}`;
};

const cluster = (whole: string, place: Place): string => {
  const own = single(whole, place);
  if (own !== undefined) return own;
  const [base = '', ...marks] = whole.normalize('NFD');
  if (marks.length === 0) return whole;
  if (place === 'text' && !mathCommands.has(base)) {
    const letter = accented(base, marks);
    if (letter !== undefined) return letter;
  }
  return accentedInMath(base, marks) ?? whole;
};

const raisedRun = `[${[...superscripts.keys()].join('')}]+`;
const loweredRun = `[${[...subscripts.keys()].join('')}]+`;
/** A sequence of lowered and raised characters, or a character with its marks. */
const piece = new RegExp(
  `(?<low>${loweredRun})(?<high>${raisedRun})?|(?<raised>${raisedRun})|[^\\n\\t\\x20-\\x7e]\\p{M}{0,8}|[\\x20-\\x7e]\\p{M}{1,8}`,
  'gu',
);

const replaced = (text: string, place: Place): string =>
  text.replace(piece, (...found) => {
    const { low, high, raised } = found.at(-1) as Readonly<Record<'low' | 'high' | 'raised', string | undefined>>;
    if (raised !== undefined) return raise(raised, superscripts, '^');
    if (low !== undefined)
      return raise(low, subscripts, '_') + (high === undefined ? '' : raise(high, superscripts, '^'));
    return cluster(found[0], place);
  });

const greekPhrase = /(\p{sc=Greek}[\p{sc=Greek}\p{M}]*(?:[ .,'-]{1,2}\p{sc=Greek}[\p{sc=Greek}\p{M}]*)*)/u;
const greekMark = /[\u0300\u0301\u0308\u0313\u0314\u0342\u0345ς]/;

/** Tells words, which stay letters, from the symbols of mathematics: these are single, or few and without accents. */
const hasGreekWord = (phrase: string): boolean =>
  phrase
    .normalize('NFD')
    .split(/[ .,'-]+/)
    .some((word) => {
      const length = word.replace(/\p{M}/gu, '').length;
      return length >= 5 || (length >= 3 && greekMark.test(word));
    });

const rewritten = (text: string, place: Place): string =>
  place === 'formula'
    ? replaced(text, place)
    : text
        .split(greekPhrase)
        .map((part, at) => (at % 2 === 1 && hasGreekWord(part) ? part : replaced(part, place)))
        .join('');

/**
 * Invisible characters: controls, format characters, variation selectors, byte order marks. The joiner and the non-joiner
 * stay behind a letter of another script, whose form they decide.
 */
const invisible =
  /(?!\u00ad|\u0085|(?<=[\p{L}\p{M}])(?<![\p{sc=Latin}\p{sc=Greek}\p{sc=Zyyy}\p{sc=Zinh}])[\u200c\u200d])[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
const isAscii = (text: string): boolean => /^[\n\t\x20-\x7e]*$/.test(text);

/** Replaces what has a LaTeX form; leaves the rest, which `unknownCharacters` finds and the package of letters sets. */
export const plainCharacters = (text: string): string => {
  if (isAscii(text)) return text;
  const visible = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(invisible, (character) => (/[\n\t]/.test(character) ? character : ''))
    .normalize('NFC');
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of mathSpans(visible)) {
    parts.push(rewritten(visible.slice(from, start), 'text'), rewritten(visible.slice(start, end), 'formula'));
    from = end;
  }
  return [...parts, rewritten(visible.slice(from), 'text')].join('');
};

export const unknownCharacters = (text: string): readonly string[] => [
  ...new Set([...text].filter((character) => !/[\n\t\x20-\x7e]/.test(character))),
];

/** `U+4E2D` */
export const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The form that the tables have for a single character; undefined without one. */
export const plainForm = (character: string): string | undefined => {
  const form = plainCharacters(character);
  return isAscii(form) ? form : undefined;
};
