import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlainFile } from '../../files/read.ts';
import { walk } from '../../files/walk.ts';
import { outside } from './places.ts';
import type { Agent } from './schema.ts';

const maximumFileBytes = 256 * 1024;
const maximumFiles = 200;

/** Values in JSON, TOML and YAML whose names say that they are keys. */
const secret =
  /(?<![\w-])["']?[\w-]{0,40}(?:token|key|secret|password)[\w-]{0,40}["']?\s{0,4}[:=]\s{0,4}["']?([^\s"',]{16,8192})/gi;

export const secretsInText = (text: string): readonly string[] =>
  [...text.matchAll(secret)].map(([, value = '']) => value);

const filesOf = async (path: string): Promise<readonly string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const found: string[] = [];
  for await (const item of walk(path)) {
    if (found.length >= maximumFiles) break;
    if ('status' in item && item.status.isFile()) found.push(join(path, item.path));
  }
  return found;
};

/** Finds the keys in an agent's configuration, because an agent can print or write whatever it can read. */
export const secretsIn = async ({ configuration = [] }: Agent): Promise<readonly string[]> => {
  const files = (await Promise.all(configuration.map((path) => filesOf(outside(path))))).flat();
  const texts = await Promise.all(files.map((path) => readPlainFile(path, maximumFileBytes)));
  return texts.flatMap((bytes) => (bytes === undefined ? [] : secretsInText(bytes.toString('utf8'))));
};
