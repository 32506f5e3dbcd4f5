import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Rooms whose regular expressions meet text from outside: models' answers, papers, logs, results, services, templates. */
const rooms = [
  'events',
  'latex',
  'machines',
  'lab/keep/v1',
  'lab/report',
  'adapters/files',
  'adapters/literature',
  'adapters/models',
  'adapters/papers',
  'adapters/templates',
  'adapters/typesetter',
];

export type Pattern = { readonly place: string; readonly body: string; readonly flags: string };

/** The most expensive input for a pattern, by analysis: a sequence of repeated texts, then a suffix. */
export type Attack = {
  readonly pumps: readonly { readonly prefix: string; readonly pump: string }[];
  readonly suffix: string;
};

/**
 * Verdicts by pattern: `safe` by analysis of the expression, or the worst known attack, which still finishes in time because
 * the repeats are bounded. Written by scripts/check-patterns.ts.
 */
export type Verdicts = Readonly<Record<string, 'safe' | Attack>>;

export const verdictsFile = new URL('./patterns.json', import.meta.url);

export const nameOf = ({ body, flags }: Pick<Pattern, 'body' | 'flags'>): string => `/${body}/${flags}`;

/** About 200 kB of an attack. */
export const attackText = ({ pumps, suffix }: Attack): string => {
  const length = Math.max(
    1,
    pumps.reduce((sum, { pump }) => sum + pump.length, 0),
  );
  return pumps.map(({ prefix, pump }) => prefix + pump.repeat(Math.floor(200_000 / length))).join('') + suffix;
};

type Node = { readonly type?: unknown; readonly regex?: { readonly pattern: string; readonly flags: string } | null };

const nodesIn = function* (value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Node;
  for (const inner of Object.values(value)) yield* nodesIn(inner);
};

/** Every regular expression in those rooms. */
export const patternsInSource = async (): Promise<readonly Pattern[]> => {
  const found: Pattern[] = [];
  for (const room of rooms) {
    const paths = (await readdir(source + room, { recursive: true })).filter((path) => path.endsWith('.ts'));
    for (const path of paths.sort()) {
      const { program } = parseSync(path, await readFile(`${source}${room}/${path}`, 'utf8'));
      for (const { type, regex } of nodesIn(program))
        if (type === 'Literal' && regex)
          found.push({ place: `${room}/${path}`, body: regex.pattern, flags: regex.flags });
    }
  }
  return found;
};
