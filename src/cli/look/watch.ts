import { Command } from 'commander';
import type { Event } from '../../events/envelope.ts';
import { encloses } from '../../events/id.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRun } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import { workersOf } from '../../lab/working.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { type Display, openDisplay } from '../live/display.ts';
import { onInterruption } from '../live/interruption.ts';
import { showTelemetry } from '../live/telemetry.ts';

type Options = {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly tail?: boolean;
  readonly type?: readonly string[];
  readonly scope?: string;
};

const isWanted = ({ type, scope }: Event, options: Options): boolean =>
  (options.type === undefined || options.type.includes(type)) &&
  (options.scope === undefined || encloses(options.scope, scope));

/** Nothing will come of a run that nobody works on. */
const tellWhenDead = async (broker: Broker, run: string, display: Display): Promise<void> => {
  if (display.view().progress.status !== 'running' || (await workersOf(broker, run)).length > 0) return;
  display.notice(`no process works on ${run}: ${commandName} resume ${run}`);
};

const watch = async (services: Services, named: string, options: Options): Promise<void> => {
  const broker = await services.openBroker();
  const over = new AbortController();
  const interruption = onInterruption(() => over.abort());
  try {
    const run = await findRun(broker, named);
    const log = await broker.logs.open(run);
    const head = await log.lastSequence();
    const display = openDisplay(run, options, services.clock.now);
    const watching = showTelemetry(broker, run, display, over.signal, await services.logger('watch'));
    try {
      for await (const { event, sequence } of log.follow(1, over.signal)) {
        const isNew = !options.tail || sequence > head;
        display.event(event, isNew && isWanted(event, options));
        if (sequence >= head && display.view().progress.status === 'finished') over.abort();
        if (sequence === head && !over.signal.aborted) await tellWhenDead(broker, run, display);
      }
    } finally {
      over.abort();
      await watching;
      display.close();
    }
  } finally {
    interruption.dispose();
    await broker.close();
  }
};

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, ...value.split(',')];

export const watchCommand: MakeCommand = (services) =>
  new Command('watch')
    .description('Look at a run from another terminal, until it is finished.')
    .argument('[run]', 'its name, or a beginning of it', 'latest')
    .option('--json', 'every event as a line of JSON')
    .option('--verbose', 'every event as a line of text, those of tasks too')
    .option('--tail', 'only what happens from now on')
    .option('--type <type>', 'only events of this type; may be given more than once', gathered)
    .option('--scope <scope>', 'only events of this scope and below, such as idea-2')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist watch
  ai-scientist watch latest --json --type paper.reviewed,idea.finished
  ai-scientist watch latest --verbose --scope idea-2 --tail`,
    )
    .action((run: string, options: Options) => watch(services, run, options));
