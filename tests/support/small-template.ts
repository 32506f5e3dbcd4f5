import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/adapters/machine/home.ts';

/**
 * Copies the template `grokking` with less computation and fewer rounds, so that what surrounds the experiments takes most
 * of the time. With one novelty round there is no search before the verdict, so that no idea is novel. Remove the folder afterwards.
 */
export const smallTemplate = ({ noveltyRounds }: { readonly noveltyRounds: number }): string => {
  const folder = mkdtempSync(join(tmpdir(), 'small-template-'));
  cpSync(join(projectRoot, 'templates', 'grokking'), folder, { recursive: true });
  const change = (name: string, changed: (text: string) => string): void => {
    const path = join(folder, name);
    const before = readFileSync(path, 'utf8');
    const after = changed(before);
    assert.notEqual(after, before, `${name} does not have the expected text`);
    writeFileSync(path, after);
  };
  change('experiment.py', (text) => text.replace('seeds=3', 'seeds=2').replace('steps=400', 'steps=200'));
  change('template.json', (text) => {
    const template = JSON.parse(text);
    Object.assign(template.profiles.quick.limits, {
      ...{ ideaReflections: 1, noveltyRounds, citationRounds: 1, fixRounds: 1, reviews: 1, reviewReflections: 1 },
    });
    return JSON.stringify(template);
  });
  return folder;
};
