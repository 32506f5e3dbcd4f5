import { join } from 'node:path';
import type { Event } from '../../events/envelope.ts';
import { type Fault, faultsOf } from '../../events/projections/fault.ts';
import type { Progress } from '../../events/projections/progress.ts';
import { ideaFolder } from '../../lab/runs/results.ts';
import type { Services } from '../../lab/services.ts';
import type { Work } from '../../lab/work/work.ts';
import { kindOf, noticeText } from '../../text/notice.ts';
import { type Exit, exitOfWork } from '../exit-codes.ts';
import { outputColumns, printStyled, tell, usesColour } from '../output.ts';
import { ring } from '../terminal.ts';
import { type DisplayChoice, openDisplay } from './display.ts';
import { endingText } from './ending-text.ts';
import { onInterruption } from './interruption.ts';
import { type Places, summaryLines } from './summary.ts';
import { waitingText } from './waiting-text.ts';

/** Lines about the outcome of a finished run, and where its results are. */
export type Conclude = (progress: Progress, folder: string, faults: readonly Fault[]) => readonly string[];

const placesOf = ({ archive }: Progress, folder: string): Places => ({
  folder,
  papers: Object.fromEntries(
    archive.ideas
      .filter(({ papers }) => papers.length > 0)
      .map((entry) => [entry.scope, join(folder, ideaFolder(entry), 'paper.pdf')]),
  ),
});

const summarise: Conclude = (progress, folder, faults) =>
  summaryLines(progress, placesOf(progress, folder), faults, usesColour(), outputColumns());

/** Performs the work on a run, shows it and reports and returns its end. Closes the work. */
export const showWork = async (
  { clock, hooks: openHooks }: Pick<Services, 'clock' | 'hooks'>,
  work: Work,
  choice: DisplayChoice,
  conclude: Conclude = summarise,
): Promise<Exit> => {
  const { run } = work;
  try {
    const hooks = await openHooks(choice.config, ring);
    const display = openDisplay(run, choice, clock.now);
    const interruption = onInterruption(() =>
      display.notice('stopping: handing tasks back; press Ctrl-C again to quit at once'),
    );
    const events: Event[] = [];
    let isWaiting = false;
    const waiting = (actors: readonly string[]) => {
      isWaiting = actors.length > 0;
      const text = isWaiting ? waitingText(run, actors) : '';
      if (isWaiting)
        hooks.tell({ id: `waiting.${events.length}`, run, type: 'waiting', kind: 'waiting', text, time: clock.now() });
      display.notice(text);
    };
    const outage = (reason: string) => display.notice(reason === '' ? 'the run goes on' : `paused: ${reason}`);
    const event = (one: Event, isNew: boolean): void => {
      events.push(one);
      const { id, type, time } = one;
      if (isNew) hooks.tell({ id, run, type, kind: kindOf(one) ?? null, text: noticeText(one), time });
      display.event(one, isNew);
    };
    const ending = await work
      .perform({ event, telemetry: display.telemetry, waiting, outage }, interruption.signal, choice.wait)
      .finally(display.close);
    interruption.dispose();
    const lines =
      ending.end === 'finished'
        ? conclude(ending.progress, ending.folder, faultsOf(events))
        : [endingText(run, ending)];
    lines.forEach(choice.json ? tell : printStyled);
    await hooks.settle();
    return exitOfWork(ending, isWaiting);
  } finally {
    await work.close();
  }
};
