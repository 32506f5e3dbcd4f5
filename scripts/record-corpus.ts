import { mkdir, rename } from 'node:fs/promises';
import { checkLog } from '../src/actors/replay/check.ts';
import { rosterOf } from '../src/lab/runs/roster.ts';
import {
  corpusFile,
  corpusFolder,
  corpusRoles,
  olderFolder,
  readCorpus,
  writeCorpusRun,
} from '../tests/support/corpus.ts';
import { corpusNames, playCorpusRun } from '../tests/support/corpus-runs.ts';

/**
 * Records the runs of tests/corpus that are missing or that today's code no longer reproduces.
 *
 * When you change behaviour on purpose, tests/actors/corpus.test.ts fails and shows where. If an event's data has changed
 * its form, first raise the event's version and write the upcast from the previous one. Then run this script. It moves a
 * recording that differs to tests/corpus/older, which must stay readable for ever, and records it again. `--replace` drops
 * the old recording instead, for a change that no run outside this project has recorded. A new event type needs a run in
 * tests/support/corpus-runs.ts in which it occurs.
 */
const isReplaced = process.argv.includes('--replace');

const present = new Map((await readCorpus(corpusFolder)).map((run) => [run.name, run]));
await mkdir(olderFolder, { recursive: true });
const older = (await readCorpus(olderFolder)).map(({ name }) => name);

for (const name of corpusNames) {
  const run = present.get(name);
  if (run !== undefined) {
    const { divergence, prompts } = checkLog(await rosterOf({ run: name, log: run.log }, corpusRoles), run.log);
    if (divergence === null && prompts.length === 0) continue;
    if (!isReplaced) {
      const number = older.filter((other) => other.startsWith(`${name}-`)).length + 1;
      await rename(corpusFile(corpusFolder, name), corpusFile(olderFolder, `${name}-${number}`));
    }
  }
  const log = await playCorpusRun(name);
  await writeCorpusRun(corpusFolder, name, log);
  process.stdout.write(`${name}: ${log.length} events recorded\n`);
}
