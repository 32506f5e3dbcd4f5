import { success } from '../../events/outcome.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import type { Typesetter } from '../../ports/typesetter.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import type { Performer } from '../performer.ts';

type Parts = { readonly typesetter: Typesetter; readonly workspaces: Workspaces; readonly concurrency: number };

const wallTimeMs = 120_000;
const maximumTextLength = 60_000;
const maximumFindings = 40;

export const typesetPerformer = ({ typesetter, workspaces, concurrency }: Parts): Performer<typeof tasks.typeset> => ({
  task: tasks.typeset,
  concurrency,
  attempts: 20,
  perform: async (input, { blobs, signal }) => {
    const workspace = await workspaces.create(input.sources);
    try {
      const result = await typesetter.compile({ workspace: workspace.folder, main: input.main, wallTimeMs, signal });
      const bytes = result.pdf === null ? null : await workspace.read(result.pdf);
      return success({
        ok: result.ok,
        engine: result.engine,
        pdf: bytes && { blob: await blobs.put(bytes), sizeBytes: bytes.length, pages: result.pages },
        errors: result.errors.slice(0, maximumFindings),
        warnings: result.warnings.slice(0, maximumFindings),
        logTail: result.logTail.slice(-4000),
        text: result.text.slice(0, maximumTextLength),
      });
    } finally {
      await workspace.remove();
    }
  },
});
