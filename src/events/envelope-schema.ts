import * as z from 'zod';

/**
 * CloudEvents 1.0 in JSON, with extension attributes for run, scope, role and causation. Source: the CloudEvents
 * specification, section "Context Attributes".
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  subject: z.string(),
  time: z.string(),
  /** The second form is that of a stored event whose data refers to texts of earlier events: see `SharedTexts`. */
  datacontenttype: z.enum(['application/json', 'application/json;texts=shared']),
  /** `<type>/v<version>`. */
  dataschema: z.string(),
  run: z.string().min(1),
  scope: z.string().min(1),
  role: z.string().min(1),
  /** The event that caused this one; its own id for a root cause. */
  causationid: z.string(),
  /**
   * The subject of the causal chain: the idea (or the baseline) that the scope belongs to, otherwise `run`. Readers
   * select by it everything about one idea, including its reviews. Early logs contain the scope itself.
   */
  correlationid: z.string(),
  data: z.unknown(),
});
