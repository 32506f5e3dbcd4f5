import * as z from 'zod';

const path = z.string().regex(/^(?:~?\/)(?!.*(?:^|\/)\.\.(?:\/|$))/, 'an absolute path, or one below ~/');
const host = z
  .string()
  .max(260)
  .regex(/^(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?$/, 'a host such as api.anthropic.com, *.example.org or 127.0.0.1:8000');
const count = z.int().positive();

/** A person's settings for a coding agent, new or built in. */
export const agentSchema = z.strictObject({
  /** The program and its arguments; `{task}`, `{files}` and `{dollars}` are filled in. The task is also its input. */
  command: z.array(z.string().min(1)).min(1).optional(),
  /** Files and folders of the agent that it may read. They are copied into its box. */
  configuration: z.array(path).optional(),
  /** Folders with its program outside /usr that it may read. */
  programs: z.array(path).optional(),
  /** Hosts that it may reach, at port 443 unless another is given; `*.` stands for subdomains. */
  hosts: z.array(host).optional(),
  /** The environment variable that holds the key; keys are never stored in files. */
  keyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  environment: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()).optional(),
  /** Upper bounds of one task, reserved in the run's budget. The agent itself has to keep them. */
  maximumDollars: z.number().positive().optional(),
  maximumTokens: count.optional(),
  limits: z
    .strictObject({
      wallTimeMs: count.optional(),
      memoryBytes: count.optional(),
      processes: count.optional(),
      fileSizeBytes: count.optional(),
      diskBytes: count.optional(),
      outputBytes: count.optional(),
    })
    .optional(),
});

export type GivenAgent = z.output<typeof agentSchema>;

export type Agent = GivenAgent & { readonly command: readonly string[] };
