import { stateOf } from '../../../actors/actor.ts';
import type { Fold } from '../../../actors/fold.ts';
import type { Timeline } from '../../../actors/replay/timeline.ts';
import { missingText } from '../../../actors/roles/known.ts';
import { eventLine } from '../../../text/event-line.ts';
import { table } from '../../../text/table.ts';

const actorsText = (fold: Fold, withContext: boolean): string => {
  const states = [...fold.actors.values()].map(stateOf);
  if (withContext)
    return states
      .map(
        ({ actor, state, status, context }) => `${actor}: ${state} (${status})\n${JSON.stringify(context, null, 2)}\n`,
      )
      .join('\n');
  const column = (title: string, name: string) => ({
    title,
    text: (state: Record<string, unknown>) => String(state[name]),
    right: name === 'outputs',
  });
  const columns = [
    column('ACTOR', 'actor'),
    column('STATE', 'state'),
    column('STATUS', 'status'),
    column('OUTPUTS', 'outputs'),
  ];
  return table(states, columns);
};

const outstandingText = (fold: Fold): string => {
  const waiting = [...fold.outstanding.values()].filter((output) => !fold.isDropped(output));
  if (waiting.length === 0) return 'outstanding: nothing\n';
  const lines = waiting.map(
    (output) => `  ${output.id}  ${output.kind === 'emit' ? output.type : `${output.task} task`}\n`,
  );
  return `outstanding:\n${lines.join('')}`;
};

const unknownStates = 'its outputs are taken as recorded, and its states are unknown';

/** Every actor after an event, what is outstanding, and where today's code diverges from the log, if it does. */
export const stateText = (timeline: Timeline, sequence: number, withContext: boolean): string => {
  const { event } = timeline.at(sequence);
  const fold = timeline.foldAt(sequence);
  const { divergence } = fold;
  const missing = [...fold.roster.missing.values()].map((role) => `${missingText(role)}; ${unknownStates}\n`).join('');
  const parted =
    divergence === undefined
      ? ''
      : `\nDIVERGED at event ${divergence.sequence}, ${divergence.id}: ${divergence.message}; in full: --check\n`;
  return (
    `run ${fold.run}, after event ${sequence} of ${timeline.length}\n${eventLine(event)}\n${missing}\n` +
    `${actorsText(fold, withContext)}${withContext ? '' : outstandingText(fold)}${parted}`
  );
};
