import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Writes src/latex/characters.ts from the Unicode data of this Node: characters that stand for others, raised, lowered, in
 * another style, or joined. The tables are kept in the project, since a machine must give the same paper under every Node.
 */
const everything = Array.from({ length: 0x20000 }, (_, code) => code)
  .filter((code) => code > 0x7f && (code < 0xd800 || code > 0xf8ff))
  .map((code) => String.fromCodePoint(code));

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
const plainOf = (character: string): string => character.normalize('NFKD');
const isWithin = (character: string, ...ranges: readonly (readonly [number, number])[]): boolean =>
  ranges.some(([first, last]) => codeOf(character) >= first && codeOf(character) <= last);

const readable = /^[0-9A-Za-zα-ωΑ-Ωϕϵϑϱϰϖ∂∇ıȷ+\u2212=()]$/u;

const isLowered = (character: string): boolean =>
  isWithin(character, [0x2080, 0x209c], [0x1d62, 0x1d6a], [0x2c7c, 0x2c7c]);
const isRaised = (character: string): boolean =>
  !isLowered(character) &&
  (/[\p{Lm}ªº²³¹]/u.test(character) || isWithin(character, [0x2070, 0x207f])) &&
  !isWithin(character, [0x1d400, 0x1ffff], [0xff00, 0xffff]);

/** In the order of the block of mathematical letters, each of them with the capital and small letters. */
const styles =
  'mathbf mathnormal boldsymbol mathscr mathbfscr mathfrak mathbb mathbffrak mathsf mathsfbf mathsfit mathsfbfit mathtt';
const letterlike: Readonly<Record<string, string>> = {
  mathbb: 'ℂℍℕℙℚℝℤ',
  mathscr: 'ℬℰℱℋℐℒℳℛℊℴℯ',
  mathfrak: 'ℭℌℑℜℨ',
  mathnormal: 'ℎ',
};
const greekStyles = 'mathbf mathnormal boldsymbol mathsfbf mathsfbfit';
const digitStyles = 'mathbf mathbb mathsf mathsfbf mathtt';

const styleOf = (character: string): string | undefined => {
  const found = Object.entries(letterlike).find(([, letters]) => letters.includes(character))?.[0];
  if (found !== undefined) return found;
  const code = codeOf(character);
  if (code >= 0x1d400 && code <= 0x1d6a3) return styles.split(' ')[Math.floor((code - 0x1d400) / 52)];
  if (code >= 0x1d6a4 && code <= 0x1d6a5) return 'mathnormal';
  if (code >= 0x1d6a8 && code <= 0x1d7c9) return greekStyles.split(' ')[Math.floor((code - 0x1d6a8) / 58)];
  return code >= 0x1d7ce && code <= 0x1d7ff ? digitStyles.split(' ')[Math.floor((code - 0x1d7ce) / 10)] : undefined;
};

const raised = everything.filter((one) => isRaised(one) && readable.test(plainOf(one)));
const lowered = everything.filter((one) => isLowered(one) && readable.test(plainOf(one)));
const styled = everything.filter((one) => styleOf(one) !== undefined && readable.test(plainOf(one)));
const taken = new Set([...raised, ...lowered, ...styled]);
const isCircled = (one: string): boolean => isWithin(one, [0x2460, 0x2473], [0x24b6, 0x24ea]);
const circled = everything.filter(isCircled);
const fractions = everything.filter((one) => /^\d+\u2044\d+$/.test(plainOf(one)));
const joined = everything.filter(
  (one) =>
    !taken.has(one) &&
    !isCircled(one) &&
    one.normalize('NFD') === one &&
    plainOf(one) !== one &&
    /^[\x21-\x7e°]+$/.test(plainOf(one)),
);

const width = 110;

/** Lines of a template literal, words kept whole. */
const lines = (words: readonly string[]): string => {
  const found: string[] = [''];
  for (const word of words) {
    const last = found.at(-1) ?? '';
    if ([...last].length + word.length + 1 > width) found.push(word);
    else found[found.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return found.map((line) => `  ${line}`).join('\n');
};

const table = (name: string, comment: string, words: readonly string[]): string =>
  `/** ${comment} */\nexport const ${name} = pairs(\`\n${lines(words.map((word) => word.replaceAll('`', "'").replaceAll('\\', '\\\\')))}\n\`);\n`;

const pairsOf = (characters: readonly string[]): readonly string[] =>
  characters.map((character) => character + plainOf(character));

const byStyle = Object.entries(Object.groupBy(styled, (one) => styleOf(one) ?? ''));

const text = `/** Written by scripts/generate-characters.ts: what other characters a character stands for. */
const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\\s+/)
      .map((word) => {
        const [character = ''] = word;
        return [character, word.slice(character.length)];
      }),
  );

${table('superscripts', 'Raised characters.', pairsOf(raised))}
${table('subscripts', 'Lowered characters.', pairsOf(lowered))}
${table(
  'fractions',
  'Fractions, as their two numbers.',
  fractions.map((one) => one + plainOf(one).replace('\u2044', '/')),
)}
${table('circled', 'Numbers and letters in a circle.', pairsOf(circled))}
${table('joined', 'Letters and signs that are joined, or are of another width.', pairsOf(joined))}
/** Mathematical letters and digits, by their style. */
export const styles = {
${byStyle.map(([style, found]) => `${style}: pairs(\`\n${lines(pairsOf(found ?? []))}\n\`),`).join('\n')}
};
`;

await writeFile(fileURLToPath(new URL('../src/latex/characters.ts', import.meta.url)), text);
