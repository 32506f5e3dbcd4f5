export type Element = {
  /** The name without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text and its descendants', in order. */
  readonly text: string;
};

/** A text is not well-formed XML, or uses more than feeds need; the message gives the place. */
export class XmlError extends Error {}

const maximumDepth = 50;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const isCharacter = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff));

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));|&/g, (reference, decimal, hexadecimal, name) => {
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16);
    if (isCharacter(code)) return String.fromCodePoint(code);
    const known = Object.hasOwn(entities, name ?? '') ? entities[name] : undefined;
    if (known === undefined) throw new XmlError(`unknown reference ${reference}`);
    return known;
  });

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Matches one piece of markup or text, but no document type declaration, so that no entity can be defined. */
const token =
  /<!--(?:(?!--)[\s\S])*-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const attribute = /(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

const attributesIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(attribute)].map(([, name = '', double, single]) => [
      localName(name),
      decoded(double ?? single ?? ''),
    ]),
  );

type Open = { readonly written: string; readonly attributes: Element['attributes']; children: Element[]; text: string };

/**
 * Parses a well-formed document and returns its root. Accepts only the five predefined entities and no document type;
 * does not resolve namespaces. Throws XmlError.
 */
export const parseXml = (source: string): Element => {
  const document: Open = { written: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [document];
  const last = (): Open => open.at(-1) as Open;
  const add = (text: string): void => {
    if (open.length > 1) last().text += text;
    else if (text.trim() !== '') throw new XmlError('text outside of the root element');
  };
  const close = (): void => {
    const { written, attributes, children, text } = open.pop() as Open;
    last().children.push({ name: localName(written), attributes, children, text });
    last().text += text;
  };
  token.lastIndex = source.startsWith('\ufeff') ? 1 : 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (found === null) throw new XmlError(`no XML at character ${at}`);
    const [, data, closing, opening, attributes = '', empty, text] = found;
    if (data !== undefined) add(data);
    else if (text !== undefined) add(decoded(text));
    else if (closing !== undefined) {
      if (open.length === 1 || last().written !== closing) throw new XmlError(`</${closing}> closes nothing`);
      close();
    } else if (opening !== undefined) {
      if (open.length === 1 && document.children.length > 0) throw new XmlError('a second root element');
      if (open.length > maximumDepth) throw new XmlError(`elements are nested more than ${maximumDepth} deep`);
      open.push({ written: opening, attributes: attributesIn(attributes), children: [], text: '' });
      if (empty === '/') close();
    }
  }
  const [root] = document.children;
  if (open.length > 1) throw new XmlError(`<${last().written}> is never closed`);
  if (root === undefined) throw new XmlError('there is no element');
  return root;
};
