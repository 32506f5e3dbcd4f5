import { Command } from 'commander';
import { cleanText } from '../../events/clean.ts';
import type { Event } from '../../events/envelope.ts';
import { rootScope } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { ArchiveEntry } from '../../events/projections/archive.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRun, readEvents, withBroker } from '../../lab/open.ts';
import { appendRequest, isAnswered, settleAlone } from '../../lab/requests.ts';
import type { Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';

const runArgument = 'its name, the beginning of it, or "latest"';
const ideaArgument = 'its number or its name';

/** An idea of a run by its number or its name. Throws CodedError('idea.unknown'). */
const findIdea = ({ archive }: Progress, given: string): ArchiveEntry => {
  const ideas = archive.ideas.filter(({ origin }) => origin === 'run');
  const found = ideas.find(({ number, name }) => String(number) === given || name === given);
  if (found !== undefined) return found;
  const known = ideas.map(({ number, name }) => `${number} ${name}`).join(', ');
  throw new CodedError('idea.unknown', `no idea "${given}" in ${archive.run}: ${known || 'there is none yet'}`);
};

type Asked = {
  readonly broker: Broker;
  readonly run: string;
  readonly progress: Progress;
  readonly idea: ArchiveEntry;
};

const aboutIdea = (
  services: Services,
  run: string,
  idea: string,
  act: (asked: Asked) => Promise<void>,
): Promise<void> =>
  withBroker(services, async (broker) => {
    const name = await findRun(broker, run);
    const progress = progressOf(await readEvents(broker, name));
    return act({ broker, run: name, progress, idea: findIdea(progress, idea) });
  });

/** Asks, and lets the roles answer here when no process works on the run; true when one does. */
const ask = async (
  services: Services,
  { broker, run, idea }: Asked,
  type: 'approve.requested' | 'reject.requested' | 'revise.requested',
  data: object,
  answer: string,
): Promise<boolean> => {
  const after = await appendRequest(services, broker, run, type, { scope: idea.scope, ...data });
  const isAnswer = (event: Event) =>
    event.type === answer && [event.scope, (event.data as { scope?: string }).scope].includes(idea.scope);
  if (await isAnswered(broker, run, after, isAnswer)) return true;
  await settleAlone(services, broker, run);
  return false;
};

const refuseEnded = ({ idea, run }: Asked): void => {
  if (idea.outcome !== null)
    throw new CodedError('idea.over', `idea ${idea.number} of ${run} is at its end already: ${idea.outcome}`);
};

const goOn = (run: string, isWorkedOn: boolean): string =>
  isWorkedOn ? '' : ` No process is working on the run; to go on: ${commandName} resume ${run}`;

export const commentCommand: MakeCommand = (services) =>
  new Command('comment')
    .description('Remark on an idea: whoever works on it is told from then on.')
    .argument('<run>', runArgument)
    .argument('<idea>', `${ideaArgument}, or "run" for all of them`)
    .argument('<text>', 'at most 6000 characters')
    .addHelpText(
      'after',
      `
The Scientist, the Coder and the Writer find it in every later question on the idea; reviews stay independent.
The archive shows it.

Examples:
  ai-scientist comment latest 2 "compare with weight decay, too"
  ai-scientist comment latest run "prefer few, telling experiments"`,
    )
    .action((given: string, idea: string, text: string) =>
      withBroker(services, async (broker) => {
        const run = await findRun(broker, given);
        const progress = progressOf(await readEvents(broker, run));
        const scope = idea === rootScope ? rootScope : findIdea(progress, idea).scope;
        if (cleanText(text).trim() === '' || text.length > 6000)
          throw new CodedError('cli.bad_option', 'a comment has 1 to 6000 characters');
        await appendRequest(services, broker, run, 'comment.written', { text }, scope);
        print(`It is recorded with ${scope === rootScope ? run : `idea ${idea} of ${run}`}.`);
      }),
    );

export const approveCommand: MakeCommand = (services) =>
  new Command('approve')
    .description('Let an idea be developed that waits for approval (runs with --approve-ideas).')
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist approve latest 2`,
    )
    .action((given: string, named: string) =>
      aboutIdea(services, given, named, async (asked) => {
        refuseEnded(asked);
        const { run, idea, progress } = asked;
        if (progress.settings?.approveIdeas !== true)
          return print(`Ideas of ${run} need no approval: it was begun without --approve-ideas.`);
        if (idea.remarks.some(({ kind }) => kind === 'approval'))
          return print(`Idea ${idea.number} is approved already.`);
        const isWorkedOn = await ask(services, asked, 'approve.requested', {}, 'idea.approved');
        print(`Idea ${idea.number} of ${run} is approved.${goOn(run, isWorkedOn)}`);
      }),
    );

export const rejectCommand: MakeCommand = (services) =>
  new Command('reject')
    .description('End an idea, whether it waits for approval or is in development.')
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .option('--reason <text>', 'recorded with it', 'no reason given')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist reject latest 2 --reason "too much like idea 1"`,
    )
    .action((given: string, named: string, { reason }: { reason: string }) =>
      aboutIdea(services, given, named, async (asked) => {
        refuseEnded(asked);
        const isWorkedOn = await ask(services, asked, 'reject.requested', { reason }, 'scope.cancelled');
        print(`Idea ${asked.idea.number} of ${asked.run} is rejected, for good.${goOn(asked.run, isWorkedOn)}`);
      }),
    );

export const reviseCommand: MakeCommand = (services) =>
  new Command('revise')
    .description('Ask the Writer for a revision of a finished paper: it is compiled and reviewed again.')
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .argument('<text>', 'what is to be different; at most 6000 characters')
    .addHelpText(
      'after',
      `
Every version is kept. A finished run is taken up again for it.

Examples:
  ai-scientist revise latest 1 "state in the abstract that only one seed was used"`,
    )
    .action((given: string, named: string, text: string) =>
      aboutIdea(services, given, named, async (asked) => {
        const { run, idea } = asked;
        if (idea.outcome !== 'reviewed')
          throw new CodedError(
            'idea.no_paper',
            `idea ${idea.number} of ${run} has no finished paper that could be revised: it is ${idea.outcome ?? idea.state}`,
          );
        if (cleanText(text).trim() === '' || text.length > 6000)
          throw new CodedError('cli.bad_option', 'what is wanted of a revision has 1 to 6000 characters');
        const isWorkedOn = await ask(services, asked, 'revise.requested', { text }, 'idea.reopened');
        print(`The paper of idea ${idea.number} of ${run} is to be revised.${goOn(run, isWorkedOn)}`);
      }),
    );
