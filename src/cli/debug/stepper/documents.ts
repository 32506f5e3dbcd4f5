import { exchangeAt } from '../../../actors/replay/exchange.ts';
import type { Timeline } from '../../../actors/replay/timeline.ts';
import { workScope } from '../../../events/id.ts';
import { draftOf, workspaceOf } from '../../../events/projections/idea-files.ts';
import type { Tree, TreeEntry } from '../../../events/tree.ts';
import type { Recording } from '../../../ports/recording.ts';
import { draftLines } from '../replay/draft-lines.ts';
import { answerLines, requestLines } from '../replay/exchange-lines.ts';
import { helpLines } from './help.ts';
import type { Stepper } from './state.ts';

/** A text shown in a pane; for the list of files, their paths too. */
export type Document = { readonly title: string; readonly lines: readonly string[] };

const noTask: readonly string[] = ['no task belongs to this event: none caused it, and it led to none'];

const treeAt = ({ log }: Recording, { sequence }: Stepper, scope: string): Tree =>
  workspaceOf(
    log.slice(0, sequence).map(({ event }) => event),
    scope,
  );

const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0);

const fileLines = async ({ blobs }: Recording, entry: TreeEntry | undefined): Promise<readonly string[]> => {
  if (entry === undefined) return ['no such file'];
  if ('text' in entry) return entry.text.split('\n');
  const name = `${entry.sizeBytes} bytes, SHA-256 ${entry.blob}`;
  if (!(await blobs.has(entry.blob))) return [`${name}: not stored with this recording`];
  const bytes = await blobs.get(entry.blob);
  return isBinary(bytes) ? [`${name}: not text`] : Buffer.from(bytes).toString().split('\n');
};

/** The text that a pane shows at an event. It is read from the recording only. */
export const documentOf = async (recording: Recording, timeline: Timeline, stepper: Stepper): Promise<Document> => {
  const step = timeline.at(stepper.sequence);
  const { scope } = step.event;
  const where = workScope(scope);
  switch (stepper.pane) {
    case 'prompt':
    case 'answer': {
      const exchange = await exchangeAt(timeline, recording, step);
      const write = stepper.pane === 'prompt' ? requestLines : answerLines;
      return { title: stepper.pane.toUpperCase(), lines: exchange === undefined ? noTask : write(exchange) };
    }
    case 'files':
      return {
        title: `FILES of ${where}, Enter opens one`,
        lines: Object.keys(treeAt(recording, stepper, scope)).sort(),
      };
    case 'file': {
      const tree = treeAt(recording, stepper, scope);
      const path = Object.keys(tree).sort()[stepper.selected] ?? '';
      return { title: `${path} of ${where}`, lines: await fileLines(recording, tree[path]) };
    }
    case 'draft': {
      const events = recording.log.slice(0, stepper.sequence).map(({ event }) => event);
      return { title: `DRAFT of ${where}`, lines: draftLines(draftOf(events, scope)) };
    }
    default:
      return { title: 'KEYS', lines: helpLines };
  }
};
