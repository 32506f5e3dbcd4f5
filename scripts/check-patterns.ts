import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { checkSync, type VulnerableDiagnostics } from 'recheck';
import {
  type Attack,
  attackText,
  nameOf,
  type Pattern,
  patternsInSource,
  type Verdicts,
  verdictsFile,
} from '../tests/support/patterns.ts';

/**
 * Analyses the regular expressions that tests/support/patterns.json does not have yet for attacks. An expression that takes
 * more than linear time is added only if its worst known attack, of 200 kB, finishes within two seconds because its repeats
 * are bounded. Otherwise the exit code is 1: bound its repeats, or let no repeat overlap with what may come before or
 * after it.
 */
const limitMs = 2000;
const analysisMs = 10_000;

const attackOf = ({ attack: { pumps, suffix } }: VulnerableDiagnostics): Attack => ({
  pumps: pumps.map(({ prefix, pump }) => ({ prefix, pump })),
  suffix,
});

const endsInTime = ({ body, flags }: { body: string; flags: string }, attack: Attack): boolean => {
  const program = `const { body, flags, text } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    text.replace(new RegExp(body, flags), '');`;
  const input = JSON.stringify({ body, flags, text: attackText(attack) });
  return spawnSync(process.execPath, ['-e', program], { input, timeout: limitMs }).status === 0;
};

const known = JSON.parse(await readFile(verdictsFile, 'utf8').catch(() => '{}')) as Verdicts;
const verdicts: Record<string, Verdicts[string]> = {};
const save = (): Promise<void> => {
  const sorted = Object.entries(verdicts).sort(([one], [other]) => (one < other ? -1 : 1));
  return writeFile(verdictsFile, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
};

const judge = (pattern: Pattern): Verdicts[string] | undefined => {
  const found = checkSync(pattern.body, pattern.flags, { timeout: analysisMs, randomSeed: 1 });
  if (found.status === 'safe') return 'safe';
  const attack = found.status === 'vulnerable' ? attackOf(found) : undefined;
  if (attack !== undefined && endsInTime(pattern, attack)) return attack;
  const told = found.status === 'vulnerable' ? found.complexity.summary : 'not judged in time';
  process.stdout.write(`${pattern.place}: ${nameOf(pattern)}: ${told} ${JSON.stringify(attack)}\n`);
  process.exitCode = 1;
  return undefined;
};

for (const pattern of await patternsInSource()) {
  const name = nameOf(pattern);
  const verdict = verdicts[name] ?? known[name] ?? judge(pattern);
  if (verdict !== undefined) verdicts[name] = verdict;
}
await save();
process.stdout.write(`${Object.keys(verdicts).length} patterns\n`);
