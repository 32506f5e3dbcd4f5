import type { Mutant } from './mutants.ts';

/** `hung`: the tests did not end, which counts as killed. `unreached`: no test runs the code. */
export type Fate = 'killed' | 'hung' | 'survived' | 'unreached' | 'invalid' | 'equivalent';
export type Tried = { readonly mutant: Mutant; readonly fate: Fate };

const isKilled = ({ fate }: Tried): boolean => fate === 'killed' || fate === 'hung';
const isCounted = ({ fate }: Tried): boolean => fate !== 'invalid' && fate !== 'equivalent';

const row = (name: string, tried: readonly Tried[]): string => {
  const counted = tried.filter(isCounted);
  const killed = counted.filter(isKilled).length;
  const share = counted.length === 0 ? '     -' : `${((100 * killed) / counted.length).toFixed(1).padStart(5)}%`;
  return `${share}  ${`${killed}/${counted.length}`.padStart(9)}  ${name}`;
};

/** `src/events/projections/cost.ts` -> `src/events`. */
const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const groupedBy = (tried: readonly Tried[], key: (mutant: Mutant) => string): readonly [string, readonly Tried[]][] =>
  Object.entries(Object.groupBy(tried, ({ mutant }) => key(mutant)) as Record<string, Tried[]>).sort();

const survivorLines = ({ mutant, fate }: Tried): readonly string[] => [
  `${mutant.path}:${mutant.line} (${mutant.kind}${fate === 'unreached' ? ', no test runs it' : ''})`,
  `  - ${mutant.before}`,
  `  + ${mutant.after}`,
];

/** The survivors, the kinds of change by number of survivors, then the scores by file and by folder. */
export const report = (tried: readonly Tried[]): string => {
  const survivors = tried.filter((one) => isCounted(one) && !isKilled(one));
  const kinds = groupedBy(survivors, ({ kind }) => kind).map(([kind, list]) => `${list.length} ${kind}`);
  const count = (fate: Fate): number => tried.filter((one) => one.fate === fate).length;
  return [
    ...survivors.flatMap(survivorLines),
    '',
    ...groupedBy(tried, ({ path }) => path).map(([path, list]) => row(path, list)),
    '',
    ...groupedBy(tried, ({ path }) => folderOf(path)).map(([folder, list]) => row(folder, list)),
    row('all', tried),
    `${count('hung')} of the killed hung; ${count('equivalent')} more are listed as equivalent; ${count('unreached')} survivors are in code that no test runs`,
    `survivors by kind: ${kinds.join(', ') || 'none'}`,
    '',
  ].join('\n');
};
