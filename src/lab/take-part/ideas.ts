import { cleanText } from '../../events/clean.ts';
import type { Event } from '../../events/envelope.ts';
import { rootScope } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { ArchiveEntry } from '../../events/projections/archive.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';
import { appendRequest, isAnswered, settleAlone } from '../steer/requests.ts';

const maximumCharacters = 6000;

/** Throws CodedError('cli.bad_option'). */
const checkText = (what: string, text: string): void => {
  if (cleanText(text).trim() === '' || text.length > maximumCharacters)
    throw new CodedError('cli.bad_option', `${what} must have 1 to ${maximumCharacters} characters`);
};

/** An idea of a run by number or name. Throws CodedError('idea.unknown'). */
const findIdea = ({ archive }: Progress, given: string): ArchiveEntry => {
  const ideas = archive.ideas.filter(({ origin }) => origin === 'run');
  const found = ideas.find(({ number, name }) => String(number) === given || name === given);
  if (found !== undefined) return found;
  const known = ideas.map(({ number, name }) => `${number} ${name}`).join(', ');
  throw new CodedError('idea.unknown', `no idea "${given}" in ${archive.run}: ${known || 'it has none yet'}`);
};

type Asked = {
  readonly broker: Broker;
  readonly run: string;
  readonly progress: Progress;
  readonly idea: ArchiveEntry;
};

const aboutIdea = <Result>(
  services: Services,
  run: string,
  idea: string,
  act: (asked: Asked) => Promise<Result>,
): Promise<Result> =>
  withBroker(services, async (broker) => {
    const name = await findRun(broker, run);
    const progress = progressOf(await readEvents(broker, name));
    return act({ broker, run: name, progress, idea: findIdea(progress, idea) });
  });

/** The outcome of a person's request about an idea. */
export type AnsweredIdea = {
  readonly run: string;
  readonly number: number;
  /** False if the roles answered here, because no process works on the run. */
  readonly isWorkedOn: boolean;
};

/** Appends a request. If no process works on the run, its roles answer here. */
const ask = async (
  services: Services,
  { broker, run, idea }: Asked,
  type: 'approve.requested' | 'reject.requested' | 'revise.requested',
  data: object,
  answer: string,
): Promise<AnsweredIdea> => {
  const after = await appendRequest(services, broker, run, type, { scope: idea.scope, ...data });
  const isAnswer = (event: Event) =>
    event.type === answer && [event.scope, (event.data as { scope?: string }).scope].includes(idea.scope);
  const isWorkedOn = await isAnswered(broker, run, after, isAnswer);
  if (!isWorkedOn) await settleAlone(services, broker, run);
  return { run, number: idea.number, isWorkedOn };
};

const refuseEnded = ({ idea, run }: Asked): void => {
  if (idea.outcome !== null)
    throw new CodedError('idea.over', `idea ${idea.number} of ${run} has already ended: ${idea.outcome}`);
};

/** Records a comment on an idea, or on all ideas if `given` is the run's scope. */
export const commentOn = (
  services: Services,
  named: string,
  given: string,
  text: string,
): Promise<{ readonly run: string; readonly isOnRun: boolean }> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, named);
    const progress = progressOf(await readEvents(broker, run));
    const scope = given === rootScope ? rootScope : findIdea(progress, given).scope;
    checkText('a comment', text);
    await appendRequest(services, broker, run, 'comment.written', { text }, scope);
    return { run, isOnRun: scope === rootScope };
  });

export type Approval = AnsweredIdea & { readonly was: 'asked for' | 'not needed' | 'given already' };

/** Approves an idea that waits for approval. */
export const approveIdea = (services: Services, named: string, given: string): Promise<Approval> =>
  aboutIdea(services, named, given, async (asked): Promise<Approval> => {
    refuseEnded(asked);
    const { run, idea, progress } = asked;
    const unasked = { run, number: idea.number, isWorkedOn: false };
    if (progress.settings?.approveIdeas !== true) return { ...unasked, was: 'not needed' };
    if (idea.remarks.some(({ kind }) => kind === 'approval')) return { ...unasked, was: 'given already' };
    return { ...(await ask(services, asked, 'approve.requested', {}, 'idea.approved')), was: 'asked for' };
  });

/** Rejects an idea for good. */
export const rejectIdea = (services: Services, named: string, given: string, reason: string): Promise<AnsweredIdea> =>
  aboutIdea(services, named, given, (asked) => {
    refuseEnded(asked);
    return ask(services, asked, 'reject.requested', { reason }, 'scope.cancelled');
  });

/** Has a finished paper revised. Throws CodedError('idea.no_paper'). */
export const revisePaper = (services: Services, named: string, given: string, text: string): Promise<AnsweredIdea> =>
  aboutIdea(services, named, given, (asked) => {
    const { run, idea } = asked;
    if (idea.outcome !== 'reviewed')
      throw new CodedError(
        'idea.no_paper',
        `idea ${idea.number} of ${run} has no finished paper to revise: it is ${idea.outcome ?? idea.state}`,
      );
    if (idea.sections.length === 0)
      throw new CodedError(
        'idea.no_paper',
        `the paper of idea ${idea.number} was not written in ${run}, so it cannot be revised`,
      );
    checkText('the request for a revision', text);
    return ask(services, asked, 'revise.requested', { text }, 'idea.reopened');
  });
