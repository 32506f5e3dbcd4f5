import { importsOf, roomOf, type Texts } from './source-tree.ts';

/** A room: the rooms that it imports, and its folders with their imports of each other. */
type Room = { readonly name: string; readonly below: readonly string[]; readonly inner: ReadonlyMap<string, Inner> };
type Inner = { readonly below: readonly string[]; readonly folders: readonly string[] };

const width = 96;

const add = (map: Map<string, Set<string>>, key: string, value?: string): void => {
  const values = map.get(key) ?? new Set();
  map.set(key, value === undefined ? values : values.add(value));
};

const sorted = (values: Iterable<string>): readonly string[] => [...values].sort();

/** `src/adapters/broker/nats/dial.ts` -> `broker` and `nats`; undefined if a file is not that deep. */
const innerOf = (path: string): string | undefined => folderAt(path, 2);
const folderOf = (path: string): string | undefined => folderAt(path, 3);

const folderAt = (path: string, depth: number): string | undefined => {
  const parts = path.split('/');
  return depth < parts.length - 1 ? parts[depth] : undefined;
};

const readRooms = (texts: Texts): ReadonlyMap<string, Room> => {
  const rooms = new Map<string, Set<string>>();
  const inner = new Map<string, Map<string, Set<string>>>();
  const folders = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    const [room, own] = [roomOf(path), innerOf(path)];
    add(rooms, room);
    const within = inner.get(room) ?? new Map<string, Set<string>>();
    inner.set(room, within);
    if (own !== undefined) add(within, own);
    if (own !== undefined) add(folders, `${room}/${own}`, folderOf(path));
    for (const to of importsOf(path, text).filter((name) => name.startsWith('src/'))) {
      const other = innerOf(to);
      if (roomOf(to) !== room) add(rooms, room, roomOf(to));
      else if (own !== undefined && other !== undefined && other !== own) add(within, own, other);
    }
  }
  return new Map(
    [...rooms].map(([name, below]) => [
      name,
      {
        name,
        below: sorted(below),
        inner: new Map(
          sorted(inner.get(name)?.keys() ?? []).map((own) => [
            own,
            { below: sorted(inner.get(name)?.get(own) ?? []), folders: sorted(folders.get(`${name}/${own}`) ?? []) },
          ]),
        ),
      },
    ]),
  );
};

/** Number of floors below a room. Terminates because rooms have no import cycle, which tests/tidy checks. */
const floorOf = (rooms: ReadonlyMap<string, Room>, name: string): number =>
  1 + Math.max(-1, ...(rooms.get(name)?.below ?? []).map((below) => floorOf(rooms, below)));

/** Breaks a list between items, and a long item between words. */
const lines = (items: readonly string[], room: number): readonly string[] => {
  const found: string[] = [];
  const put = (text: string, gap: string, margin: string): void => {
    const last = found.at(-1);
    if (last !== undefined && last.length + gap.length + text.length <= room)
      found[found.length - 1] = last + gap + text;
    else found.push(margin + text);
  };
  for (const item of items) {
    const [first = '', ...words] = item.length > room ? item.split(' ') : [item];
    put(first, '   ', '');
    for (const word of words) put(word, ' ', '  ');
  }
  return found;
};

const innerText = ([name, { below, folders }]: readonly [string, Inner]): string =>
  [name, folders.length > 0 ? ` (${folders.join(', ')})` : '', below.length > 0 ? ` → ${below.join(', ')}` : ''].join(
    '',
  );

const boxOf = ({ name, below, inner }: Room, outer: number): readonly string[] => {
  const room = outer - 4;
  const content = [
    ...lines([...inner].map(innerText), room),
    ...lines(below.length > 0 ? [`▼ ${below.join(', ')}`] : [], room),
  ];
  return [
    `┌─ ${name} ${'─'.repeat(outer - name.length - 5)}┐`,
    ...content.map((line) => `│ ${line.padEnd(room)} │`),
    `└${'─'.repeat(outer - 2)}┘`,
  ];
};

/** Boxes of one floor side by side, padded to the tallest. */
const floorText = (rooms: readonly Room[]): readonly string[] => {
  const outer = Math.floor((width - 2 * (rooms.length - 1)) / rooms.length);
  const boxes = rooms.map((room) => boxOf(room, outer));
  const height = Math.max(...boxes.map((box) => box.length));
  const filled = boxes.map((box) => [
    ...box.slice(0, -1),
    ...Array.from({ length: height - box.length }, () => `│${' '.repeat(outer - 2)}│`),
    ...box.slice(-1),
  ]);
  return Array.from({ length: height }, (_, line) => filled.map((box) => box[line]).join('  '));
};

/**
 * The house as text: each room stands above the rooms that it imports (▼); inside it are its folders with their imports of
 * each other (→). The drawing does not depend on the size of files.
 */
export const drawHouse = (texts: Texts): string => {
  const rooms = readRooms(texts);
  const floors = Map.groupBy(rooms.values(), ({ name }) => floorOf(rooms, name));
  return [...floors]
    .sort(([one], [other]) => other - one)
    .flatMap(([, floor]) => floorText([...floor].sort((one, other) => (one.name < other.name ? -1 : 1))))
    .join('\n');
};

const drawing = /(<!-- generated by scripts\/draw-house\.ts -->\n)[\s\S]*?(\n<!-- end of the drawing -->)/;

/** The document with an up-to-date drawing. Throws if the document has no place for one. */
export const withHouse = (document: string, texts: Texts): string => {
  if (!drawing.test(document)) throw new Error('the document has no marks for the drawing of the house');
  return document.replace(
    drawing,
    (_, begin: string, end: string) => `${begin}\`\`\`text\n${drawHouse(texts)}\n\`\`\`${end}`,
  );
};
