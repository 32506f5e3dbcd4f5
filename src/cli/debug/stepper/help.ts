export const helpLines: readonly string[] = [
  'right, space     the next event',
  'left, b          the event before',
  'home, end        the first event, the last one',
  'g                to an event by its number or id',
  't                to the next event of a type; Enter takes the one offered',
  'r                to the next event of an actor',
  '/                to the next event that has a text anywhere in it',
  'n, N             to the next match of the last t, r or /, or the one before',
  '',
  'p                the exact prompt, or the input of the task, around this event',
  'a                the answer to it',
  'w                the files of the workspace as they were then',
  'd                the draft of the paper as it was then',
  'up, down         scroll a line; page up and page down scroll a page',
  'escape           back to the event',
  'q, Ctrl-C        leave',
  '',
  'All is read from the log and its stored files. Nothing is written or sent.',
];

/** The most needed come first: a narrow terminal cuts the rest. */
export const hints = '? keys  q leave  ←→ step  gtr/nN jump  p prompt  a answer  w files  d draft';
