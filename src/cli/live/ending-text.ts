import { commandName } from '../../lab/command-name.ts';
import type { WorkEnd } from '../../lab/work/work.ts';
import { waitingText } from './waiting-text.ts';

/** Why work on a run ended before the run did, and how to continue. */
export const endingText = (run: string, ending: Exclude<WorkEnd, { end: 'finished' }>): string => {
  if (ending.end === 'paused') {
    const more = ending.reason.includes('budget.') ? ' with a larger budget' : '';
    return `${run} is paused: ${ending.reason}; to continue${more}: ${commandName} resume ${run}`;
  }
  if (ending.end === 'stopped') return `${run} is stopped, nothing is lost; to continue: ${commandName} resume ${run}`;
  if (ending.end === 'waiting') return `${waitingText(run, ending.actors)}; then: ${commandName} resume ${run}`;
  if (ending.end === 'stuck') {
    const { broken } = ending;
    const cause = broken === null ? 'no role reacts' : `${broken.actor} has failed (${broken.failure})`;
    return `${run} is stuck: nothing is under way and ${cause}; see its last events: ${commandName} show ${run}`;
  }
  const { sequence, id, message } = ending.divergence ?? { sequence: 0, id: '', message: '' };
  return `${run} is read-only, because this code differs from the one that recorded it: event ${sequence} (${id}), ${message}; see ${commandName} replay ${run} --check; fork it instead: ${commandName} fork ${run} --at ${sequence - 1}`;
};
