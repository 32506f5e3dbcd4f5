/**
 * Runs all tests: first those that need the machine for themselves (`*.alone.ts`), then the others, one file more at a
 * time than there are processors, because many tests wait.
 * Prints the report of `node --test`, and before its summary the tests that could not be tried here, with the reasons. Exits
 * with 1 if a test fails; the others are not started if one of the first fails.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { spec as Report } from 'node:test/reporters';
import { stripVTControlCharacters } from 'node:util';
import { notTriedText, type Skipped } from './not-tried.ts';

/** Bounds a test file that hangs. */
const timeoutMs = 900_000;

const skipped: Skipped[] = [];

/** Returns true if no test fails. */
const passes = async (pattern: string, concurrency: number): Promise<boolean> => {
  let hasFailed = false;
  const tests = run({ files: globSync(pattern).sort(), concurrency, timeout: timeoutMs });
  tests.on('test:fail', () => {
    hasFailed = true;
  });
  tests.on('test:pass', ({ name, skip }) => {
    if (skip !== undefined && skip !== false) skipped.push({ name, reason: skip === true ? 'no reason given' : skip });
  });
  let isTold = false;
  for await (const text of tests.compose(new Report())) {
    if (!isTold && /^ℹ tests \d/m.test(stripVTControlCharacters(String(text)))) {
      for (const line of notTriedText(skipped)) console.log(line);
      isTold = true;
    }
    process.stdout.write(text);
  }
  return !hasFailed;
};

const allPass =
  (await passes('tests/**/*.alone.ts', 1)) && (await passes('tests/**/*.test.ts', availableParallelism() + 1));
process.exitCode = allPass ? 0 : 1;
