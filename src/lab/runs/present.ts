import type { Event } from '../../events/envelope.ts';
import { CodedError } from '../../events/outcome.ts';
import { upcast, type Versioned } from '../../events/upcast.ts';
import { askingEvents } from '../../events/vocabulary/asking.ts';
import { codeEvents } from '../../events/vocabulary/code.ts';
import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { importEvents } from '../../events/vocabulary/imported.ts';
import { paperEvents, submissionEvents } from '../../events/vocabulary/paper.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { controlEvents, requestEvents, shellEvents } from '../../events/vocabulary/shell.ts';
import { templateEvents } from '../../events/vocabulary/template.ts';

/** Every event that this project defines. */
export const known: Readonly<Record<string, Versioned>> = {
  ...askingEvents,
  ...codeEvents,
  ...controlEvents,
  ...experimentEvents,
  ...ideaEvents,
  ...importEvents,
  ...paperEvents,
  ...requestEvents,
  ...reviewEvents,
  ...shellEvents,
  ...submissionEvents,
  ...templateEvents,
};

/**
 * An event for display, upcast to its current version. An event of an added role, or of a version without an upcast, is
 * returned as recorded: only folding a log requires known versions.
 */
export const atPresent = (event: Event, definitions: Readonly<Record<string, Versioned>> = known): Event => {
  try {
    return upcast(event, definitions[event.type]);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'event.version') return event;
    throw error;
  }
};
