import { globSync } from 'node:fs';
import { run } from 'node:test';

/**
 * Runs the attacks and faults that this system must withstand, and counts them by target:
 *
 *   node scripts/attacks.ts [kind …]
 *
 * Each is a test; scripts/fuzz-home.ts counts its own. The tests of the kind `docker` start the engine that they need. The
 * exit code is 1 if any attack was not contained.
 */
const kinds: Readonly<Record<string, readonly string[]>> = {
  content: ['tests/outside/*.test.ts', 'tests/cli/hostile.test.ts', 'tests/text/clean.test.ts'],
  input: ['tests/cli/bad-input.test.ts'],
  log: [
    'tests/adapters/broker/{damaged-log,rights,embedded-nats-failures,nats-kill}.test.ts',
    'tests/actors/verify*.test.ts',
    'tests/actors/verify/*.test.ts',
    'tests/cli/repair.test.ts',
  ],
  roles: ['tests/actors/{broken-roles,two-hosts}.test.ts', 'tests/actors/roles/asking.test.ts'],
  bubblewrap: ['tests/adapters/sandbox/{sandbox,bubblewrap-parts}.test.ts'],
  docker: ['tests/adapters/sandbox/*.alone.ts', 'tests/adapters/sandbox/docker-archive.test.ts'],
};

type Count = { contained: number; broken: number; skipped: number };

/** Throws for a pattern without files, so that no kind shrinks unnoticed when tests move. */
const filesOf = (patterns: readonly string[]): string[] =>
  patterns.flatMap((pattern) => {
    const files = globSync(pattern);
    if (files.length === 0) throw new Error(`no tests at ${pattern}: start this in the project's folder`);
    return files;
  });

const countOf = async (kind: string, patterns: readonly string[]): Promise<Count> => {
  const count: Count = { contained: 0, broken: 0, skipped: 0 };
  const tests = run({ files: filesOf(patterns), concurrency: 1, timeout: 900_000 });
  tests.on('test:pass', ({ details, skip }) => {
    if (details.type === 'suite') return;
    if (skip === undefined || skip === false) count.contained += 1;
    else count.skipped += 1;
  });
  tests.on('test:fail', ({ name, details }) => {
    if (details.type === 'suite') return;
    count.broken += 1;
    process.stdout.write(`not contained (${kind}): ${name}: ${details.error.message.split('\n')[0]}\n`);
  });
  for await (const _ of tests);
  return count;
};

const asked = process.argv.slice(2);
const unknown = asked.find((kind) => !(kind in kinds));
if (unknown !== undefined) throw new Error(`there is no kind "${unknown}"; there are ${Object.keys(kinds).join(', ')}`);

const total: Count = { contained: 0, broken: 0, skipped: 0 };
for (const [kind, patterns] of Object.entries(kinds)) {
  if (asked.length > 0 && !asked.includes(kind)) continue;
  const count = await countOf(kind, patterns);
  for (const key of ['contained', 'broken', 'skipped'] as const) total[key] += count[key];
  process.stdout.write(
    `${kind.padEnd(12)} ${count.contained} contained, ${count.broken} broken, ${count.skipped} skipped\n`,
  );
}
process.stdout.write(
  `${total.contained + total.broken} attacks: ${total.contained} contained, ${total.broken} broken; ${total.skipped} not tried here\n`,
);
process.exit(total.broken === 0 ? 0 : 1);
