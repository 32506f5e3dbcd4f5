import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { findProgram } from '../../src/adapters/machine/command.ts';

const changeVariable = (context: TestContext, name: string, value: string): void => {
  const before = process.env[name];
  process.env[name] = value;
  context.after(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
};

/**
 * Until the test ends, restricts PATH to these shell scripts and a few harmless tools, and uses a new data folder. Returns
 * a folder in which the scripts leave traces; they know it as $TRACES.
 */
export const usePrograms = async (context: TestContext, scripts: Readonly<Record<string, string>>): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-programs-'));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  for (const tool of ['sh', 'env', 'cat', 'true']) {
    const path = await findProgram(tool);
    if (path !== undefined) symlinkSync(path, join(programs, tool));
  }
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  changeVariable(context, 'PATH', programs);
  changeVariable(context, 'TRACES', folder);
  changeVariable(context, 'AI_SCIENTIST_HOME', join(folder, 'home'));
  changeVariable(context, 'AI_SCIENTIST_PYTHON', '');
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
