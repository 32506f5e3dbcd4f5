import * as z from 'zod';
import { noticeKinds } from '../../ports/hooks.ts';

const eventType = /^[a-z]+(?:-[a-z]+)*\.[a-z]+$/;

/** What a hook is called for: a kind of notice, or an event's type. */
const occasion = z
  .string()
  .refine(
    (text) => eventType.test(text) || (noticeKinds as readonly string[]).includes(text),
    `is neither an event's type nor one of ${noticeKinds.join(', ')}`,
  );

const on = z
  .array(occasion)
  .min(1)
  .default([...noticeKinds]);

export const hookSchema = z.union([
  z.strictObject({ on, command: z.array(z.string().min(1)).min(1) }),
  z.strictObject({
    on,
    url: z.url({ protocol: /^https?$/ }),
    /** The environment variable with the key that signs a request. */
    keyVariable: z.string().min(1).optional(),
  }),
  z.strictObject({ on, bell: z.literal(true) }),
  z.strictObject({ on, desktop: z.literal(true) }),
]);

export type Hook = z.output<typeof hookSchema>;
