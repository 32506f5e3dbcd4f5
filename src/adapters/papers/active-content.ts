import { constants, inflateSync } from 'node:zlib';

/** Patterns of active actions and forms by their names in a PDF. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\/JavaScript\b/, 'JavaScript'],
  [/\/Launch\b/, 'an action that starts a program'],
  [/\/SubmitForm\b/, 'a form that submits data'],
  [/\/ImportData\b/, 'an action that imports data'],
  [/\/RichMedia\b/, 'embedded interactive media'],
  [/\/XFA\s{0,20}[[\d]/, 'a form with scripts'],
  [
    /\/URI\s{0,20}\(\s{0,20}(?:run|file|javascript|vbscript|data)\s{0,20}:/i,
    'a link to something other than a web address',
  ],
  [/\/Encrypt\b/, 'encryption, which prevents checking its content'],
];

/** Matches an opening action; only showing a place in the document is harmless. */
const opening = /\/OpenAction\s{0,20}(?:(\d{1,9})\s{1,20}\d{1,9}\s{1,20}R|<<([^>]{0,400}))/g;

const maximumUnpackedBytes = 256 * 1024 ** 2;
const longestObject = 4096;
const maximumActions = 20;

/** Decodes names, whose characters may be written as codes. */
const plain = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/**
 * Returns the objects in a PDF's compressed streams as text; undefined when one cannot be decompressed. Scans the bytes
 * between two streams once, so that a misleading "stream" hides nothing.
 */
const packedObjects = (bytes: Buffer): readonly string[] | undefined => {
  const found: string[] = [];
  let left = maximumUnpackedBytes;
  let from = 0;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', from)) {
    const between = plain(bytes.subarray(from, at).toString('latin1'));
    from = at + 'stream'.length;
    if (between.endsWith('end') || !between.includes('/ObjStm')) continue;
    const start = from + (bytes[from] === 13 ? 2 : 1);
    const end = bytes.indexOf('endstream', start);
    const packed = bytes.subarray(start, end < 0 ? bytes.length : end);
    try {
      const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, left) };
      const text = inflateSync(packed, options).toString('latin1');
      left -= text.length;
      found.push(plain(text));
    } catch {
      return undefined;
    }
    from = start + packed.length;
  }
  return found;
};

/** Returns an object's text by its number: a separate object, or one in a compressed stream, whose start lists their offsets. */
const objectText = (number: string, whole: string, packed: readonly string[]): string => {
  const own = new RegExp(`(?:^|\\s)${number}\\s{1,20}\\d{1,9}\\s{1,20}obj\\b`).exec(whole);
  if (own !== null) return whole.slice(own.index, own.index + longestObject).split('endobj', 1)[0] ?? '';
  for (const text of packed) {
    const head = (/^[\d\s]{1,200000}/.exec(text)?.[0] ?? '').trim().split(/\s+/);
    const index = head.findIndex((token, at) => at % 2 === 0 && token === number);
    if (index < 0) continue;
    const first = text.search(/[^\d\s]/);
    const [from, to] = [Number(head[index + 1]), Number(head[index + 3] ?? text.length)];
    return text.slice(first + from, first + to);
  }
  return '';
};

/**
 * Describes the content of a PDF that would act when it is opened or clicked. Searches the bytes and the compressed
 * objects, and runs nothing. Web links and places to show do not count.
 */
export const activeContentIn = (bytes: Buffer): readonly string[] => {
  const packed = packedObjects(bytes);
  if (packed === undefined) return ['objects that cannot be decompressed'];
  const whole = plain(bytes.toString('latin1'));
  const texts = [whole, ...packed];
  const found = kinds.filter(([name]) => texts.some((text) => name.test(text))).map(([, what]) => what);
  const actions = texts.flatMap((text) => [...text.matchAll(opening)]);
  if (actions.length > maximumActions) return [...found, 'too many opening actions'];
  const asks = actions.some(([, number, inline = '']) =>
    /\/URI\b/.test(number === undefined ? inline : objectText(number, whole, packed)),
  );
  return asks ? [...found, 'an address that is requested on opening'] : found;
};
