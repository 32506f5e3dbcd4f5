import { archiveOf, digest } from '../events/archive.ts';
import type { ArchivedIdea, RunStarted } from '../events/vocabulary/run.ts';
import type { Broker } from '../ports/broker.ts';
import type { LoadedTemplate } from '../ports/templates.ts';
import { readEvents, runsByAge } from './open-run.ts';

export type Earlier = { readonly earlier: readonly ArchivedIdea[]; readonly baseline: RunStarted['baseline'] };

export const nothingEarlier: Earlier = { earlier: [], baseline: null };

/** Logs are read whole: more runs than this would make a start slow. */
const runsLookedAt = 20;

/** Ideas of earlier runs on the template, and the latest baseline that was measured by the same code and limits. */
export const earlierWork = async (broker: Broker, { template }: LoadedTemplate): Promise<Earlier> => {
  const onTemplate = (await runsByAge(broker)).filter(({ start }) => start.data.template.name === template.name);
  const earlier: ArchivedIdea[] = [];
  let baseline: RunStarted['baseline'] = null;
  for (const { run, start } of onTemplate.slice(0, runsLookedAt).reverse()) {
    const events = await readEvents(broker, run);
    earlier.push(...digest(archiveOf(events)));
    const measured = events.find(({ type, scope }) => type === 'experiment.completed' && scope === 'baseline');
    if (measured !== undefined && start.data.template.baselineKey === template.baselineKey) {
      baseline = { experiment: measured.data, origin: run };
    }
  }
  return { earlier, baseline };
};
