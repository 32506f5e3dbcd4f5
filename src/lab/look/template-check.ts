import { type TemplateCheck, templateCheckOf } from '../../events/projections/template-check.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { emptyLog, readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';

/** What a run that tried a template found. */
export const readTemplateCheck = (services: Services, run: string): Promise<TemplateCheck> =>
  withBroker(services, async (broker) => {
    const events = await readEvents(broker, run);
    const started = events[0]?.data as RunStarted | undefined;
    if (started === undefined) throw emptyLog(run);
    return templateCheckOf(started.template, events);
  });
