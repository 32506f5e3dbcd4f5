import { importsOf, isOurs, roomOf, type Texts } from '../../../scripts/source-tree.ts';

/** Room -> the rooms that it may import besides itself. */
export type ImportTable = ReadonlyMap<string, readonly string[]>;

const row = /^\| `([^`]+)` \|(.*)\|$/;

/** The import table in ARCHITECTURE.md, below the heading "Imports". */
export const readImportTable = (document: string): ImportTable => {
  const section = document.split(/^#+ Imports$/m)[1]?.split(/^#+ /m)[0] ?? '';
  const rows = section.split('\n').flatMap((line) => {
    const [, room, allowed = ''] = row.exec(line) ?? [];
    return room === undefined
      ? []
      : [[room, [...allowed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)] as const];
  });
  return new Map(rows);
};

/** Roles are separate rooms, because they must not import each other; so is the kit. */
const unitOf = (path: string): string => {
  const room = roomOf(path);
  const inner = path.split('/')[2] ?? '';
  return room === 'machines' && inner !== '' ? `machines/${inner}` : room;
};

const rowOf = (table: ImportTable, unit: string): string =>
  !table.has(unit) && unit.startsWith('machines/') ? 'machines' : unit;

type Use = { readonly path: string; readonly to: string; readonly from: string; readonly room: string };

const usesOf = (texts: Texts, table: ImportTable): readonly Use[] =>
  [...texts]
    .filter(([path]) => path.startsWith('src/'))
    .flatMap(([path, text]) =>
      importsOf(path, text)
        .filter(isOurs)
        .filter((to) => unitOf(to) !== unitOf(path))
        .map((to) => ({ path, to, from: rowOf(table, unitOf(path)), room: to.startsWith('src/') ? unitOf(to) : to })),
    );

const allows = (allowed: readonly string[], room: string): boolean =>
  allowed.includes(room) || (room.startsWith('machines/') && allowed.includes('machines'));

/** Imports that the table forbids, rooms that it lacks, and permissions that nothing uses. */
export const importFaults = (texts: Texts, table: ImportTable): readonly string[] => {
  const uses = usesOf(texts, table);
  const rooms = new Set([...texts.keys()].filter((path) => path.startsWith('src/')).map(unitOf));
  const rows = new Set([...rooms].map((unit) => rowOf(table, unit)));
  const forbidden = uses.filter(({ from, room }) => !allows(table.get(from) ?? [], room));
  const unused = [...table].flatMap(([from, allowed]) =>
    allowed
      .filter((room) => !uses.some((use) => use.from === from && allows([room], use.room)))
      .map((room) => `the table lets ${from} import ${room}, and nothing of it does`),
  );
  return [
    ...[...rows].filter((room) => !table.has(room)).map((room) => `the table has no row for ${room}`),
    ...[...table.keys()]
      .filter((room) => !rows.has(room))
      .map((room) => `the table has a row for ${room}, which is not there`),
    ...forbidden.map(({ path, to }) => `${path} imports ${to}`),
    ...unused,
  ];
};
