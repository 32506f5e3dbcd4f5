export const helpLines: readonly string[] = [
  'right, space     next event',
  'left, b          previous event',
  'home, end        first event, last event',
  'g                go to an event by its number or id',
  't                next event of a type; Enter accepts the suggestion',
  'r                next event of an actor',
  '/                next event that contains a text',
  'n, N             next or previous match of the last t, r or /',
  '',
  "p                exact prompt, or the task's input, for this event",
  'a                answer to that prompt, or result of that task',
  'w                files of the workspace at that point',
  'd                draft of the paper at that point',
  'up, down         scroll a line; page up and page down scroll a page',
  'escape           back to the event',
  'q, Ctrl-C        quit',
  '',
  'Everything is read from the log and its stored files. Nothing is written or sent.',
];

/** Most useful first, because a narrow terminal cuts off the rest. */
export const hints = '? keys  q quit  ←→ step  gtr/nN jump  p prompt  a answer  w files  d draft';
