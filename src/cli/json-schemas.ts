import * as z from 'zod';
import { leftOutSchema, resourceUseSchema } from '../events/vocabulary/experiment.ts';
import { reviewSchema } from '../events/vocabulary/review.ts';
import { budgetSchema, lineageSchema, rosterSchema, settingsSchema } from '../events/vocabulary/run.ts';
import { archive, cost, count, idea, paper, score, time } from './archive-schema.ts';
import { report as reportSchema, reviewerReport } from './report-schema.ts';

const event = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string(),
  data: z.unknown().describe('As docs/events.md says for its type.'),
});

const fault = z.strictObject({
  scope: z.string(),
  number: count,
  name: z.string(),
  reason: z.string(),
  event: z.strictObject({ id: z.string(), sequence: count }).nullable(),
  exception: z.string(),
  tail: z.array(z.string()),
});

const runStates = ['finished', 'cancelled', 'failed', 'paused', 'waiting', 'running', 'interrupted'] as const;

const listedRun = z.strictObject({
  run: z.string(),
  template: z.string(),
  state: z.enum([...runStates, 'empty', 'incomplete', 'unreadable']),
  reason: z.string(),
  fault: fault.nullable(),
  ideas: count,
  papers: count,
  score,
  dollars: z.number(),
  unpriced: count,
  events: count,
  started: time,
  forkedFrom: z.string(),
  imported: z.string().describe('Where an imported run comes from; empty for a run of this program.'),
  sizeBytes: count,
});

const activity = z.strictObject({
  task: z.string(),
  kind: z.string(),
  key: z.string(),
  role: z.string(),
  scope: z.string(),
  attempt: count,
  worker: z.string(),
  since: z.string(),
});

const effort = z.strictObject({
  role: z.string(),
  purpose: z.string(),
  tasks: count,
  failed: count,
  milliseconds: z.number(),
  cost,
});

const shownRun = z.strictObject({
  run: z.string(),
  state: z.enum(runStates),
  settings: settingsSchema,
  models: z.record(z.string(), z.string()),
  roster: rosterSchema,
  program: z.strictObject({ name: z.string(), version: z.string() }),
  sandbox: z.string(),
  forkedFrom: lineageSchema.nullable(),
  imported: z.strictObject({ format: z.string(), from: z.string() }).nullable(),
  template: z.string(),
  budget: budgetSchema,
  pausedByProgram: z.boolean(),
  reason: z.string(),
  outcome: z.string().nullable(),
  startedAt: time,
  at: time,
  finishedAt: time.nullable(),
  worked: z.strictObject({ ms: z.number(), through: z.number() }),
  activities: z.array(activity),
  awaiting: z.array(z.string()).describe('Actors that wait for a person, when nothing else is left to do.'),
  events: count,
  archive,
  papers: z.array(
    z.strictObject({ idea: z.string(), title: z.string(), blob: z.string(), file: z.string().nullable() }),
  ),
  efforts: z.array(effort),
  faults: z.array(fault),
  leftOut: z.array(leftOutSchema.extend({ scope: z.string(), run: count })),
  chain: z.strictObject({ through: count, sha256: z.string() }).nullable(),
});

const finding = z.strictObject({
  kind: z.enum(['machine', 'schema', 'prompt', 'log']),
  sequence: count,
  id: z.string(),
  type: z.string(),
  actor: z.string(),
  state: z.string(),
  cause: z.strictObject({ sequence: count, id: z.string(), state: z.string() }).nullable(),
  message: z.string(),
  recorded: z.unknown().optional(),
  computed: z.unknown().optional(),
});

const report = z.strictObject({
  run: z.string(),
  events: count,
  actors: count,
  chained: count,
  divergence: finding.nullable(),
  prompts: z.array(finding),
});

const numbered = event.extend({ sequence: count });

const tracedLine = z.strictObject({
  file: z.string(),
  line: count,
  text: z.string(),
  scope: z.string(),
  version: count,
  written: z.array(numbered),
  numbers: z.array(
    z.strictObject({
      number: z.string(),
      origins: z.array(
        z.strictObject({
          run: count,
          dataset: z.string(),
          metric: z.string(),
          statistic: z.enum(['mean', 'standard error']),
          value: z.number(),
          causes: z.array(numbered),
        }),
      ),
    }),
  ),
});

const side = z.strictObject({ sequence: count, event }).optional().describe('Absent if that run has no such event.');
const difference = z.strictObject({ id: z.string(), actor: z.string(), one: side, other: side });

const found = { name: z.string(), purpose: z.string(), optional: z.boolean() };

/** The form of what a command prints with `--json`; docs/schema has each as a JSON Schema. */
export const jsonSchemas = {
  runs: { command: 'runs --json', schema: z.array(listedRun) },
  archive: {
    command: 'archive --json',
    schema: z.array(idea.extend({ run: z.string(), template: z.string() })),
  },
  report: { command: 'report --json', schema: reportSchema },
  reviewers: { command: 'report reviewer <table> --json', schema: reviewerReport },
  show: { command: 'show <run> --json', schema: shownRun },
  events: { command: 'show <run> --events --json', schema: z.array(event) },
  event: { command: 'show <run> --event <id>; each line of run, resume and watch --json', schema: event },
  unresolved: {
    command: 'unresolved <run> --json',
    schema: z.array(
      z.strictObject({
        task: z.string(),
        kind: z.string(),
        purpose: z.string(),
        attempts: count,
        worker: z.string(),
        since: time,
        state: z.enum(['not taken up', 'under way', 'its worker is gone']),
        input: z.unknown(),
      }),
    ),
  },
  review: {
    command: 'review <paper> --json',
    schema: z.strictObject({
      run: z.string(),
      title: z.string().optional(),
      models: z.record(z.string(), z.string()),
      score: score.optional(),
      verdict: reviewSchema.nullable().optional(),
      meta: reviewSchema.nullable().optional(),
      reviews: paper.shape.reviews.optional(),
      cost,
    }),
  },
  template: {
    command: 'template check <template> --json',
    schema: z.strictObject({
      run: z.string(),
      template: z.string(),
      files: z.array(z.string()),
      measured: z.array(
        z.strictObject({
          dataset: z.string(),
          metric: z.string(),
          mean: z.number(),
          stderr: z.number().nullable(),
          better: z.enum(['lower', 'higher']).nullable(),
          isGuessed: z.boolean(),
        }),
      ),
      unmeasured: z.array(z.string()),
      leftOut: leftOutSchema.nullable(),
      resources: resourceUseSchema.nullable(),
      figures: z.array(z.string()),
      tail: z.string().describe('The end of what failing code printed.'),
      problems: z.array(z.string()),
    }),
  },
  why: {
    command: 'why <run> <target> --json',
    schema: z.strictObject({
      chain: z.array(numbered).describe('An event and its causes, newest first; empty for lines of a paper.'),
      lines: z.array(tracedLine).describe('Lines of a paper, each with the origin of its numbers.'),
      more: count.describe('Further lines with the text, which are not traced.'),
    }),
  },
  diff: {
    command: 'diff <run> <other> --json',
    schema: z.looseObject({
      runs: z.array(z.string()).length(2),
      beginnings: z.array(z.string()),
      differences: z.array(difference),
      first: difference.extend({ states: z.array(z.string()) }).nullable(),
      ideas: z.array(z.looseObject({ number: count })),
      spending: z.array(z.looseObject({ role: z.string() })),
      elapsedMs: z.array(z.number()).length(2),
      missing: z.array(z.looseObject({ name: z.string() })),
    }),
  },
  replay: {
    command: 'replay <run> --to <event> --json',
    schema: z.looseObject({
      run: z.string(),
      after: z.strictObject({ sequence: count, id: z.string(), type: z.string(), time: z.string() }),
      events: count,
      event,
      outputs: z.array(z.looseObject({ id: z.string(), actor: z.string(), kind: z.enum(['emit', 'perform']) })),
      outstanding: z.array(z.string()),
    }),
  },
  check: {
    command: 'replay <run> --check --json',
    schema: z.array(z.strictObject({ place: z.string(), report: report.optional(), problem: z.string().optional() })),
  },
  verify: {
    command: 'verify <run> --json',
    schema: z.strictObject({
      subject: z.string(),
      intact: z.boolean(),
      checks: z.array(
        z.strictObject({
          name: z.string(),
          status: z.enum(['ok', 'noted', 'failed']),
          summary: z.string(),
          count,
          problems: z.array(z.strictObject({ place: z.string(), message: z.string() })),
        }),
      ),
    }),
  },
  gc: {
    command: 'gc --json',
    schema: z.strictObject({
      blobs: count,
      sizeBytes: count,
      kept: z.strictObject({ blobs: count, sizeBytes: count }),
    }),
  },
  doctor: {
    command: 'doctor --json',
    schema: z.array(
      z.union([
        z.strictObject({ ...found, found: z.literal(true), version: z.string(), path: z.string() }),
        z.strictObject({ ...found, found: z.literal(false), problem: z.string(), remedy: z.string() }),
      ]),
    ),
  },
} as const;
