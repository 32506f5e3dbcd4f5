import type { ErrorArea } from './entry.ts';

/** The roles of a run, and whether they fit together. */
export const rosterErrors = {
  'roster.duplicate': {
    meaning: 'Two roles have the same name.',
    remedy: 'Rename one of them, or drop it from the roster.',
  },
  'roster.event_conflict': {
    meaning: 'Two roles define the same event type differently.',
    remedy: 'Give the event of the added role another name, or import the existing definition.',
  },
  'roster.impure': {
    meaning: 'The machine of a role uses something other than `assign`, `emit` and `perform`.',
    remedy: 'Move it into a task, as `examples/01-added-role` does.',
  },
  'roster.name': {
    meaning: 'The name of a role is reserved, or has characters other than a-z, 0-9 and -.',
    remedy: 'Rename the role.',
  },
  'roster.no_role': {
    meaning: 'A module of the roster exports no `role` with a machine.',
    remedy: 'Export one, as `examples/01-added-role` does.',
  },
  'roster.not_loaded': {
    meaning:
      'The module of a role could not be imported, or its path is no folder, file or package, or contains links.',
    remedy: 'Check its path or install its package; the message gives the cause.',
  },
  'roster.rename': {
    meaning: 'The roster renames an event for a role that does not exist or does not consume it.',
    remedy: 'Correct `rename` in the roster file.',
  },
  'roster.unperformed': {
    meaning: 'A role requests a kind of task that has no performer.',
    remedy: 'Export a performer of that kind beside the role.',
  },
  'roster.unknown_role': {
    meaning:
      'A run has added roles whose code is not known on this machine: it can be read, but not checked, forked or resumed.',
    remedy:
      'Read their code and name it by `--roster <file>`. The roster that a run was started with is remembered until its files change.',
  },
  'roster.unpublished': {
    meaning: 'A role consumes an event that no role publishes.',
    remedy: 'Correct the event type, or add the role that publishes it.',
  },
  'roster.unreadable': {
    meaning: 'The roster file cannot be read or does not have the required form.',
    remedy: 'Correct the file: `{"roles": [...], "rename": {...}}`.',
  },
} as const satisfies ErrorArea;
