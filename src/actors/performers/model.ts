import { tasks } from '../../events/vocabulary/tasks.ts';
import type { Model } from '../../ports/model.ts';
import { canonical } from '../canonical.ts';
import type { Performer } from '../performer.ts';

/** `modelFor`: returns the model configured for a purpose such as `coder.edit`. */
export const modelPerformer = (
  modelFor: (purpose: string) => Model,
  concurrency = 8,
): Performer<typeof tasks.model> => ({
  task: tasks.model,
  concurrency,
  attempts: 6,
  bound: (request) => modelFor(request.purpose).bound(request),
  perform: async (request, { blobs, signal, report }) => {
    const sha256 = await blobs.put(new TextEncoder().encode(canonical(request)));
    const outcome = await modelFor(request.purpose).answer(request, {
      signal,
      onDelta: (text) => report('delta', text),
      onTry: ({ code, message, waitedMs }) => report('stderr', `${code}: ${message}; retry after ${waitedMs} ms`),
      readBlob: (name) => blobs.get(name),
    });
    if (!outcome.ok) return outcome;
    const { raw, ...answer } = outcome.value;
    const kept = raw !== undefined && { raw: await blobs.put(new TextEncoder().encode(raw)) };
    return { ok: true, value: { ...answer, ...kept, purpose: request.purpose, request: sha256 } };
  },
});
