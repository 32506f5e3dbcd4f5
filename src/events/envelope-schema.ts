import * as z from 'zod';

/**
 * CloudEvents 1.0 in JSON, with extension attributes for the run, the scope, the role and the causes.
 * Source: the CloudEvents specification, section "Context Attributes".
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  /** `<type>/v<version>`. */
  dataschema: z.string(),
  run: z.string().min(1),
  scope: z.string().min(1),
  role: z.string().min(1),
  /** The event whose folding produced this one; its own id for a first cause. */
  causationid: z.string(),
  /**
   * What the chain of causes is about: the idea (or the baseline) that the scope belongs to, `run` outside of any. A
   * reader that wants all of one idea, its reviews included, selects by it. Early logs have the scope itself here.
   */
  correlationid: z.string(),
  data: z.unknown(),
});
