import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** The text from an opening brace to its closing one. */
const blockAt = (text: string, start: number): string => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
};

/** `catch (error) {`, `catch {`, and a handler of a promise: `.catch((error: Error) => {`. */
const handler = /\bcatch\s*(?:\((\w+)\)\s*)?\{|\.catch\(\s*\(?(\w*)[^()]*\)?(?:: \w+)? =>\s*\{/g;
const throwing = /(?:\bthrow\b|\bnew CodedError\()[\s\S]*?;\n/g;

/**
 * Statements that replace a caught error without passing the error itself on as the cause. A Fault is exempt: it becomes a
 * recorded failure, which is data and has no cause.
 */
const withoutCause = (text: string): readonly string[] =>
  [...text.matchAll(handler)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? '';
    const handsOn = new RegExp(`(?<![.\\w])${name}\\b(?! as |\\.)`);
    const block = blockAt(text, match.index + match[0].length - 1);
    return [...block.matchAll(throwing)]
      .map(([statement]) => statement.replace(/\s+/g, ' ').trim())
      .filter((statement) => !statement.includes('new Fault('))
      .filter((statement) => name === '' || !handsOn.test(statement.replace(/`[^`]*`|'[^']*'/g, '')));
  });

test('an error that replaces another has it as its cause', async () => {
  const found: string[] = [];
  for (const path of await readdir(source, { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    const text = (await readFile(`${source}${path}`, 'utf8')).replace(comments, '');
    found.push(...withoutCause(text).map((statement) => `src/${path}: ${statement}`));
  }
  assert.deepEqual(found, []);
});

test('the rule finds a lost cause in a block, in a handler and without a name for the error', () => {
  const coded = "throw new CodedError('a.b', (error as Error).message";
  for (const head of ['try {} catch (error) {', 'try {} catch {', 'read().catch((error: Error) => {']) {
    assert.equal(withoutCause(`${head}\n  ${coded});\n}\n`).length, 1, head);
  }
  for (const statement of [`${coded}, { cause: error });`, 'throw error;', 'throw homeError(folder, error);'])
    assert.deepEqual(withoutCause(`try {} catch (error) {\n  ${statement}\n}\n`), []);
});
