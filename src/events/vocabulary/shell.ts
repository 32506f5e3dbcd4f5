import * as z from 'zod';
import { budgetSchema, runStartedSchema, startedOfVersion1 } from './run.ts';

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Upper bound of a paid call's cost. */
const boundSchema = z.object({ tokens: z.number(), dollars: z.number().nullable() });

/** Earlier attempts at a paid call whose answers were lost: they may have been charged. */
const lostSchema = z.array(boundSchema).optional();

const taskFields = { task: z.string(), kind: z.string(), key: z.string() };

/** Why a program pauses or resumes a run. Absent when a person asks or a budget is used up. */
const causeSchema = z.enum(['infrastructure']).optional();

/** The earliest time, in RFC 3339, at which the program tries to resume. */
const untilSchema = z.string().optional();

/** Events that the shell itself appends: it knows tasks and runs, but no role by name. */
export const shellEvents = {
  'run.started': {
    description: 'The start of a run, with everything that its fold depends on.',
    version: 2,
    schema: runStartedSchema,
    upcasts: { 1: startedOfVersion1 },
  },
  'run.forked': {
    description: "The end of the history shared with another run; later events and the budget are this run's own.",
    version: 1,
    schema: z.object({ run: z.string(), through: z.number().int().positive(), budget: budgetSchema }),
  },
  'run.quiesced': {
    description:
      'No task is outstanding and no role waits for a person: unless a role reacts, the run cannot continue.',
    version: 1,
    schema: z.object({ after: z.number().int(), states: z.record(z.string(), z.string()) }),
  },
  'decision.awaited': {
    description:
      'No task is outstanding, and these actors wait for a person: without a decision the run cannot continue.',
    version: 1,
    schema: z.object({ after: z.number().int(), actors: z.array(z.string()) }),
  },
  'task.started': {
    description:
      'A worker starts a task; machines do not see this event. It counts attempts and charges lost paid calls.',
    version: 1,
    schema: z.object({
      ...taskFields,
      attempt: z.number().int().positive(),
      worker: z.string(),
      inputSha256: z.string(),
      /** Reserved in the budget until there is a result; absent for tasks that cost no money. */
      bound: boundSchema.optional(),
    }),
  },
  'task.completed': {
    description: 'The result of a task.',
    version: 1,
    schema: z.object({
      ...taskFields,
      attempt: z.number().int(),
      durationMs: z.number(),
      inputSha256: z.string(),
      lost: lostSchema,
      value: z.unknown(),
    }),
  },
  'task.failed': {
    description: 'A task failed with an error code.',
    version: 1,
    schema: z.object({
      ...taskFields,
      attempt: z.number().int(),
      durationMs: z.number(),
      inputSha256: z.string(),
      lost: lostSchema,
      error: failureSchema,
    }),
  },
  'actor.failed': {
    description:
      'A machine threw, or published data that does not match its schema: a fault in the program. The actor accepts no more events.',
    version: 1,
    schema: z.object({ actor: z.string(), code: z.string(), message: z.string() }),
  },
  'log.chained': {
    description: 'SHA-256 chain over the subjects and bytes of all events up to a position of this log.',
    version: 1,
    schema: z.object({ through: z.number().int(), sha256: z.string() }),
  },
};

/** Requests by people and programs. The client creates the id, so that a repeated request is idempotent. */
export const requestEvents = {
  'pause.requested': {
    description: 'Start no new tasks.',
    version: 1,
    schema: z.object({ reason: z.string(), cause: causeSchema, until: untilSchema }),
  },
  'resume.requested': {
    description:
      'Continue, with a larger budget if one is given. If a cause is given, only a pause with that cause ends.',
    version: 1,
    schema: z.object({ budget: budgetSchema.partial().optional(), cause: causeSchema }),
  },
  'cancel.requested': {
    description: 'End a run (scope `run`) or one idea permanently.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'comment.written': {
    description: "A person's comment on an idea (its scope) or on the whole run; every role that works on it is told.",
    version: 1,
    schema: z.object({ text: z.string().min(1).max(6000) }),
  },
  'approve.requested': {
    description: 'Approve the development of an idea that waits for approval or will do so.',
    version: 1,
    schema: z.object({ scope: z.string() }),
  },
  'reject.requested': {
    description: 'End an idea at any stage, because a person rejects it.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'revise.requested': {
    description: 'Revise the finished paper of an idea as the text says; it is compiled and reviewed again.',
    version: 1,
    schema: z.object({ scope: z.string(), text: z.string().min(1).max(6000) }),
  },
};

/** Facts about a run that the shell acts upon; published by whichever role directs the run. */
export const controlEvents = {
  'run.paused': {
    description: 'No new task starts until run.resumed.',
    version: 1,
    schema: z.object({ reason: z.string(), cause: causeSchema, until: untilSchema }),
  },
  'run.resumed': { description: 'Tasks are taken up again.', version: 1, schema: z.object({ budget: budgetSchema }) },
  'scope.cancelled': {
    description: 'A scope has ended: its tasks are dropped and its actors accept no more events.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'idea.reopened': {
    description: 'A finished idea is reopened to revise its paper; a finished run continues.',
    version: 1,
    schema: z.object({ number: z.number().int(), text: z.string() }),
  },
  'run.finished': {
    description: 'Every requested idea has ended.',
    version: 1,
    schema: z.object({
      outcome: z.enum(['completed', 'cancelled', 'failed']),
      reason: z.string(),
      ideas: z.array(
        z.object({ scope: z.string(), name: z.string(), outcome: z.string(), score: z.number().nullable() }),
      ),
    }),
  },
};
