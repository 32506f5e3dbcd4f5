import { actorOf } from '../../../events/id.ts';
import type { Recorded } from '../../../ports/log.ts';
import { locate, seek } from './seek.ts';
import type { Entry, Goal, Pane, Stepper, Surroundings } from './state.ts';

const goTo = (stepper: Stepper, { log }: Surroundings, wanted: number): Stepper => {
  const sequence = Math.min(log.length, Math.max(1, wanted));
  if (sequence === stepper.sequence)
    return {
      ...stepper,
      notice: wanted > sequence ? 'this is the last event' : wanted < sequence ? 'this is the first event' : '',
    };
  const pane = stepper.pane === 'file' || stepper.pane === 'help' ? 'event' : stepper.pane;
  return { ...stepper, sequence, pane, scroll: 0, selected: 0, notice: '' };
};

const jump = (stepper: Stepper, around: Surroundings, goal: Goal | null, step: 1 | -1): Stepper => {
  if (goal === null) return { ...stepper, notice: 'nothing to search for yet: / text, t type, r actor' };
  const found = seek(around.log, stepper.sequence, goal, step);
  const where = step === 1 ? 'after' : 'before';
  return found === undefined
    ? { ...stepper, goal, notice: `no event ${where} this one has the ${goal.by} "${goal.text}"` }
    : { ...goTo(stepper, around, found), goal };
};

const scrollTo = (stepper: Stepper, { lines, room }: Surroundings, wanted: number): Stepper => ({
  ...stepper,
  scroll: Math.max(0, Math.min(wanted, lines - room)),
  notice: '',
});

const moveBy = (stepper: Stepper, around: Surroundings, lines: number): Stepper => {
  if (stepper.pane !== 'files') return scrollTo(stepper, around, stepper.scroll + lines);
  const selected = Math.max(0, Math.min(around.files - 1, stepper.selected + lines));
  const scroll = Math.max(selected - around.room + 1, Math.min(stepper.scroll, selected));
  return { ...stepper, selected, scroll, notice: '' };
};

/** A pane's key shows the pane; pressed again, it shows the event. */
const show = (stepper: Stepper, pane: Pane): Stepper => ({
  ...stepper,
  pane: stepper.pane === pane ? 'event' : pane,
  scroll: 0,
  selected: 0,
  notice: '',
});

const ask = (stepper: Stepper, by: Entry['by'], text = ''): Stepper => ({
  ...stepper,
  entry: { by, text },
  notice: '',
});

const finishEntry = (stepper: Stepper, around: Surroundings, { by, text }: Entry): Stepper => {
  const closed = { ...stepper, entry: null };
  if (text === '') return closed;
  if (by !== 'position') return jump(closed, around, { by, text }, 1);
  const found = locate(around.log, text);
  return found === undefined
    ? { ...closed, notice: `no event "${text}": give a number from 1 to ${around.log.length}, or an event id` }
    : goTo(closed, around, found);
};

const type = (stepper: Stepper, key: string, around: Surroundings, entry: Entry): Stepper => {
  switch (key) {
    case 'return':
      return finishEntry(stepper, around, entry);
    case 'escape':
    case 'ctrl-c':
      return { ...stepper, entry: null };
    case 'backspace':
      return { ...stepper, entry: { ...entry, text: entry.text.slice(0, -1) } };
    case 'ctrl-u':
      return { ...stepper, entry: { ...entry, text: '' } };
    default: {
      const typed = key === 'space' ? ' ' : key;
      return [...typed].length === 1 ? { ...stepper, entry: { ...entry, text: entry.text + typed } } : stepper;
    }
  }
};

const open = (stepper: Stepper, { files }: Surroundings): Stepper =>
  stepper.pane === 'files' && files > 0 ? { ...stepper, pane: 'file', scroll: 0, notice: '' } : stepper;

const back = (stepper: Stepper): Stepper => ({
  ...stepper,
  pane: stepper.pane === 'file' ? 'files' : 'event',
  scroll: 0,
  notice: '',
});

/** What each key does while no line is being typed. */
const actions: Readonly<Record<string, (stepper: Stepper, around: Surroundings) => Stepper>> = {
  right: (stepper, around) => goTo(stepper, around, stepper.sequence + 1),
  space: (stepper, around) => goTo(stepper, around, stepper.sequence + 1),
  left: (stepper, around) => goTo(stepper, around, stepper.sequence - 1),
  b: (stepper, around) => goTo(stepper, around, stepper.sequence - 1),
  home: (stepper, around) => goTo(stepper, around, 1),
  end: (stepper, around) => goTo(stepper, around, around.log.length),
  up: (stepper, around) => moveBy(stepper, around, -1),
  down: (stepper, around) => moveBy(stepper, around, 1),
  pageup: (stepper, around) => moveBy(stepper, around, -around.room),
  pagedown: (stepper, around) => moveBy(stepper, around, around.room),
  n: (stepper, around) => jump(stepper, around, stepper.goal, 1),
  N: (stepper, around) => jump(stepper, around, stepper.goal, -1),
  g: (stepper) => ask(stepper, 'position'),
  '/': (stepper) => ask(stepper, 'text'),
  t: (stepper, { log }) => ask(stepper, 'type', (log[stepper.sequence - 1] as Recorded).event.type),
  r: (stepper, { log }) => ask(stepper, 'actor', actorOf((log[stepper.sequence - 1] as Recorded).event.id)),
  p: (stepper) => show(stepper, 'prompt'),
  a: (stepper) => show(stepper, 'answer'),
  w: (stepper) => show(stepper, 'files'),
  d: (stepper) => show(stepper, 'draft'),
  '?': (stepper) => show(stepper, 'help'),
  return: open,
  escape: back,
  q: (stepper) => ({ ...stepper, isOver: true }),
  'ctrl-c': (stepper) => ({ ...stepper, isOver: true }),
};

/** Handles one key: a character, or a name such as `right`, `pagedown`, `return`, `ctrl-c`. Unknown keys are ignored. */
export const press = (stepper: Stepper, key: string, around: Surroundings): Stepper => {
  if (stepper.entry !== null) return type(stepper, key, around, stepper.entry);
  return actions[key]?.(stepper, around) ?? stepper;
};
