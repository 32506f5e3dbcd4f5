import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CodedError } from '../../events/outcome.ts';
import type { Charts } from '../../ports/charts.ts';
import { lastLine, runCommand } from '../machine/command.ts';

const script = fileURLToPath(new URL('draw.py', import.meta.url));
/** Ample for a hundred charts; the first use of matplotlib on a machine builds its list of fonts. */
const timeoutMs = 180_000;

/** Draws with matplotlib, which the templates' plots need anyway; `python` is an interpreter that has it. */
export const createCharts = (python: () => Promise<string>): Charts => ({
  draw: async (charts, folder) => {
    const target = resolve(folder);
    const place = await mkdtemp(join(tmpdir(), 'charts-'));
    try {
      const file = join(place, 'charts.json');
      await mkdir(target, { recursive: true });
      await writeFile(file, JSON.stringify(charts));
      const { exitCode, stderr } = await runCommand(await python(), ['-I', script, file, target], { timeoutMs });
      if (exitCode !== 0) throw new Error(lastLine(stderr) || `exit code ${exitCode}`);
      return charts.flatMap(({ name }) => [`${name}.svg`, `${name}.png`]).map((name) => join(target, name));
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw new CodedError('charts.failed', `the charts cannot be drawn: ${(error as Error).message}`, {
        cause: error,
      });
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  },
});
