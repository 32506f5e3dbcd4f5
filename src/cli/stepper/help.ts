export const helpLines: readonly string[] = [
  'right, space     the next event',
  'left, b          the event before',
  'home, end        the first event, the last one',
  'g                to an event by its number or id',
  't                to the next event of a type: edit the one offered, or press Enter',
  'r                to the next event of an actor',
  '/                to the next event that has a text anywhere in it',
  'n, N             to the next match of the last t, r or /, to the one before',
  '',
  'p                the exact prompt of the model call, or the input of the task, around this event',
  'a                its answer',
  'w                the files of the workspace as they were then',
  'd                the draft of the paper as it was then',
  'up, down, page up, page down   scroll',
  'escape           back to the event',
  '?                these keys',
  'q, Ctrl-C        leave',
  '',
  'Nothing is written and nothing is asked of the network: all is read from the log and its stored files.',
];

export const hints =
  '←→ step  g go to  t type  r actor  / search  n N again  p prompt  a answer  w files  d draft  ? q';
