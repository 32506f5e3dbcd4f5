import type { ModelChoice } from '../../lab/services.ts';
import { beginRun } from '../../lab/work/run.ts';
import type { DefineCommand } from '../command.ts';
import { showWork } from '../live/show-work.ts';
import { tell } from '../output.ts';
import { addRunOptions, type RunOptions, runWish, withResults } from '../run-options.ts';

/** The main job needs no key, and uses paid models only if its command line names them. */
const offlineUnlessNamed = (models: ModelChoice): ModelChoice =>
  models.config === undefined ? { ...models, isOpen: false } : models;

export const define: DefineCommand = (command, services, exit) =>
  addRunOptions(command).action(async (options: RunOptions) => {
    const wish = runWish('grokking', { profile: 'quick', ...options, fresh: true });
    const work = await beginRun(
      withResults(services, options),
      { ...wish, models: offlineUnlessNamed(wish.models) },
      tell,
    );
    exit(await showWork(services, work, options));
  });
