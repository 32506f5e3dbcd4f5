import * as z from 'zod';
import { budgetSchema, runStartedSchema } from './run.ts';

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** What a paid call can cost at most. */
const boundSchema = z.object({ tokens: z.number(), dollars: z.number().nullable() });

/** Of earlier attempts at a paid call whose answers were lost: they may have been charged. */
const lostSchema = z.array(boundSchema).optional();

const taskFields = { task: z.string(), kind: z.string(), key: z.string() };

/** Why a program pauses a run, and lets it go on: absent where a person asks, or a budget is used up. */
const causeSchema = z.enum(['infrastructure']).optional();

/** Before this time, in RFC 3339, the program does not try to go on. */
const untilSchema = z.string().optional();

/** Events that the shell itself appends: it knows tasks and runs, and no role by name. */
export const shellEvents = {
  'run.started': {
    description: 'A run begins: everything its fold depends on.',
    version: 1,
    schema: runStartedSchema,
  },
  'run.forked': {
    description: "The history shared with another run ends here: all that follows, and the budget, is this run's own.",
    version: 1,
    schema: z.object({ run: z.string(), through: z.number().int().positive(), budget: budgetSchema }),
  },
  'run.quiesced': {
    description: 'Nothing is outstanding and nobody waits for a person: without a reaction the run cannot go on.',
    version: 1,
    schema: z.object({ after: z.number().int(), states: z.record(z.string(), z.string()) }),
  },
  'task.started': {
    description: 'A worker takes up a task; machines do not see it. It counts attempts and charges a lost paid call.',
    version: 1,
    schema: z.object({
      ...taskFields,
      attempt: z.number().int().positive(),
      worker: z.string(),
      inputSha256: z.string(),
      /** Reserved in the budget until there is a result; absent for what costs no money. */
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
    description: 'A task that came to a coded failure.',
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
      'A machine threw or published data that its own schema refuses: a fault in the program. The actor takes no more events.',
    version: 1,
    schema: z.object({ actor: z.string(), code: z.string(), message: z.string() }),
  },
  'log.chained': {
    description: 'SHA-256 chain over the subjects and bytes of all events up to a position of this log.',
    version: 1,
    schema: z.object({ through: z.number().int(), sha256: z.string() }),
  },
};

/** What people and programs may ask of a run; the id is made by the client, so that asking twice changes nothing. */
export const requestEvents = {
  'pause.requested': {
    description: 'Take up no new task.',
    version: 1,
    schema: z.object({ reason: z.string(), cause: causeSchema, until: untilSchema }),
  },
  'resume.requested': {
    description: 'Go on, with more budget if it is given. With a cause, only a pause of that cause ends.',
    version: 1,
    schema: z.object({ budget: budgetSchema.partial().optional(), cause: causeSchema }),
  },
  'cancel.requested': {
    description: 'End a run (scope `run`) or one idea, for good.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'comment.written': {
    description: "A person's remark on an idea (its scope) or on the whole run: whoever works on it is told.",
    version: 1,
    schema: z.object({ text: z.string().min(1).max(6000) }),
  },
  'approve.requested': {
    description: 'Let an idea be developed that waits for approval, or will.',
    version: 1,
    schema: z.object({ scope: z.string() }),
  },
  'reject.requested': {
    description: 'End an idea, at whatever stage: a person is against it.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'revise.requested': {
    description: 'Revise the finished paper of an idea as the text says; it is compiled and reviewed again.',
    version: 1,
    schema: z.object({ scope: z.string(), text: z.string().min(1).max(6000) }),
  },
};

/** Facts about a run that the shell acts upon; published by whichever role directs it. */
export const controlEvents = {
  'run.paused': {
    description: 'No new task is taken up until run.resumed.',
    version: 1,
    schema: z.object({ reason: z.string(), cause: causeSchema, until: untilSchema }),
  },
  'run.resumed': { description: 'Tasks are taken up again.', version: 1, schema: z.object({ budget: budgetSchema }) },
  'scope.cancelled': {
    description: 'A scope is final: its tasks are dropped and its actors take no more events.',
    version: 1,
    schema: z.object({ scope: z.string(), reason: z.string() }),
  },
  'idea.reopened': {
    description: 'A finished idea is taken up again for a revision of its paper; a finished run goes on with it.',
    version: 1,
    schema: z.object({ number: z.number().int(), text: z.string() }),
  },
  'run.finished': {
    description: 'Every idea asked for has come to an end.',
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
