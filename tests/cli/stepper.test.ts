import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { PassThrough } from 'node:stream';
import { before, test } from 'node:test';
import { Timeline } from '../../src/actors/replay/timeline.ts';
import { overviewLines } from '../../src/cli/debug/stepper/overview.ts';
import { press } from '../../src/cli/debug/stepper/press.ts';
import { renderStepper } from '../../src/cli/debug/stepper/render.ts';
import { stepThrough, type Terminal } from '../../src/cli/debug/stepper/session.ts';
import { openStepper, type Stepper, type Surroundings } from '../../src/cli/debug/stepper/state.ts';
import type { Event } from '../../src/events/envelope.ts';
import { folded, textWidth } from '../../src/text/width.ts';
import { until } from '../support/broker-data.ts';
import { type Played, playRun } from '../support/playbook-lab.ts';

const small = { ideaReflections: 1, noveltyRounds: 2, runs: 1, citationRounds: 1, reviews: 2, reviewReflections: 1 };

let played: Played;
let timeline: Timeline;
before(async () => {
  played = await playRun(1, () => 0.9, { limits: small });
  timeline = new Timeline(played.roster, played.log);
});

const around = (rest: Partial<Surroundings> = {}): Surroundings => ({
  log: played.log,
  lines: 10,
  room: 18,
  files: 3,
  ...rest,
});

const after = (keys: readonly string[], from: Stepper = openStepper(1), rest: Partial<Surroundings> = {}): Stepper =>
  keys.reduce((stepper, key) => press(stepper, key, around(rest)), from);

const typed = (text: string): readonly string[] => [...text];
const eventAt = ({ sequence }: Stepper) => played.events[sequence - 1];

test('steps forward and back, to either end and no further', () => {
  assert.equal(after(['right', 'space', 'right']).sequence, 4);
  assert.equal(after(['right', 'right', 'left', 'b']).sequence, 1);
  const first = after(['left']);
  assert.deepEqual([first.sequence, first.notice], [1, 'this is the first event']);
  const last = after(['end', 'right']);
  assert.deepEqual([last.sequence, last.notice], [played.log.length, 'this is the last event']);
  assert.equal(after(['home'], last).sequence, 1);
});

test('goes to an event by number and by id; an unknown one is reported, and nothing moves', () => {
  assert.equal(after(['g', ...typed('42'), 'return']).sequence, 42);
  assert.equal(eventAt(after(['g', ...typed('idea-1.coder.2'), 'return']))?.id, 'idea-1.coder.2');
  const lost = after(['g', ...typed('9999'), 'return']);
  assert.deepEqual([lost.sequence, lost.entry], [1, null]);
  assert.match(lost.notice, /no event "9999"/);
});

test('goes to the next event of a type and of an actor, forward and back', () => {
  const typedType = after(['t', 'ctrl-u', ...typed('section.drafted'), 'return']);
  assert.equal(eventAt(typedType)?.type, 'section.drafted');
  const second = after(['n'], typedType);
  assert.equal(eventAt(second)?.type, 'section.drafted');
  assert.ok(second.sequence > typedType.sequence);
  assert.equal(after(['N'], second).sequence, typedType.sequence);
  assert.equal(eventAt(after(['t', 'return'], typedType))?.type, 'section.drafted', 'its own type is offered');
  const writer = after(['r', 'ctrl-u', ...typed('idea-1.writer'), 'return']);
  assert.match(eventAt(writer)?.id ?? '', /^idea-1\.writer\.1\.started/);
});

test('a search finds text anywhere in an event, ignoring case; a failed search is reported', () => {
  const chosen = played.events.find(({ type }) => type === 'title.chosen') as Event<{ title: string }>;
  const { title } = chosen.data;
  const found = after(['/', ...typed(title.toUpperCase()), 'return']);
  assert.ok(JSON.stringify(eventAt(found)).includes(title));
  const lost = after(['/', ...typed('no such thing'), 'return']);
  assert.deepEqual([lost.sequence, lost.notice], [1, 'no event after this one has the text "no such thing"']);
});

test('while a line is typed keys are text, and escape leaves it', () => {
  const typing = after(['/', 'q', 'b', 'space', 'p', 'backspace']);
  assert.deepEqual([typing.entry, typing.isOver], [{ by: 'text', text: 'qb ' }, false]);
  assert.deepEqual(after(['escape'], typing), openStepper(1));
  assert.equal(after(['q']).isOver, true);
});

test('long texts scroll, neither above their beginning nor beyond their end', () => {
  const long = { lines: 50, room: 18 };
  assert.equal(after(['up'], openStepper(1), long).scroll, 0);
  assert.equal(after(['pagedown', 'down'], openStepper(1), long).scroll, 19);
  assert.equal(after(['pagedown', 'pagedown', 'pagedown'], openStepper(1), long).scroll, 32);
  assert.equal(after(['pagedown', 'right'], openStepper(1), long).scroll, 0, 'a new event begins at its top');
});

test('a pane opens and closes by its key, stays when stepping, and a file of the list opens by Enter', () => {
  assert.equal(after(['p']).pane, 'prompt');
  assert.equal(after(['p', 'p']).pane, 'event');
  assert.equal(after(['d', 'right']).pane, 'draft');
  const file = after(['w', 'down', 'down', 'down', 'return']);
  assert.deepEqual([file.pane, file.selected], ['file', 2]);
  assert.equal(after(['escape'], file).pane, 'files');
  assert.equal(after(['escape', 'escape'], file).pane, 'event');
  assert.equal(after(['w', 'return'], openStepper(1), { files: 0 }).pane, 'files');
});

const shownAt = (sequence: number) => ({
  run: 'played',
  total: played.log.length,
  step: timeline.at(sequence),
  actors: timeline.actorsAt(sequence),
  colour: false,
});

test('every frame of every event fits the terminal, at 80x24 and wider', () => {
  for (const [columns, rows] of [
    [80, 24],
    [140, 40],
  ] as const)
    for (let sequence = 1; sequence <= played.log.length; sequence += 1) {
      const frame = renderStepper(openStepper(sequence), shownAt(sequence), undefined, columns, rows);
      assert.equal(frame.length, rows);
      assert.ok(frame.every((line) => textWidth(line) <= columns));
      assert.ok(frame[1]?.startsWith(played.events[sequence - 1]?.id.slice(0, 60) ?? '?'));
    }
});

test('an event shows every actor, marks those that moved, and tells what changed and what was asked for', () => {
  const sequence = played.events.findIndex(({ type }) => type === 'code.edited') + 1;
  const text = overviewLines(shownAt(sequence), 100).join('\n');
  assert.match(text, /^\* idea-1\.coder {2}editing\.judging → experimenting$/m);
  for (const id of timeline.actorsAt(sequence).keys()) assert.ok(text.includes(id), id);
  assert.match(text, /OUTPUTS ASKED FOR\n {2}idea-1\.coder\.\d+ {2}experiment\.requested/);
  assert.match(text, /CHANGED CONTEXT\n {2}idea-1\.coder\n[\s\S]* {3}code\n[\s\S]* {4}\+/);
});

test('a line is broken at spaces, and nothing of it is lost', () => {
  const line = `one two three four ${'x'.repeat(30)} five`;
  const pieces = folded(line, 12);
  assert.ok(pieces.every((piece) => piece.length <= 12));
  assert.equal(pieces.join(''), line);
  assert.equal(pieces[0], 'one two ');
});

/** A terminal of 80x24 that records its output. */
const fakeTerminal = () => {
  let screen = '';
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { setRawMode: (isOn: boolean) => raw.push(isOn) });
  const write = (text: string): boolean => {
    screen = text.startsWith('\u001b[H') ? text : screen + text;
    return true;
  };
  const stdout = Object.assign(new EventEmitter(), { columns: 80, rows: 24, isTTY: true, write });
  const terminal = { stdin, stdout } as unknown as Terminal;
  return { terminal, raw, type: (keys: string) => stdin.write(keys), screen: () => screen };
};

test('on a terminal a reader steps, reads prompt, answer, a file and the draft, and gets the terminal back', async () => {
  const { terminal, raw, type, screen } = fakeTerminal();
  const edited = played.events.findIndex(({ type: name }) => name === 'code.edited') + 1;
  const recording = { run: 'played', log: played.log, blobs: played.broker.blobs };
  const over = stepThrough(recording, timeline, edited, terminal);
  const shows = (what: RegExp) => until(() => what.test(screen()));
  await shows(/code\.edited\/v1/);
  type('p');
  await shows(/PROMPT[\s\S]*model task, as sent[\s\S]*purpose: "coder\.edit"/);
  type('a');
  await shows(/ANSWER[\s\S]*result recorded as event \d+/);
  type('w');
  await shows(/FILES of idea-1[\s\S]*> [\s\S]*experiment\.py/);
  type('\r');
  await shows(/ of idea-1[\s\S]*lines 1-18 of /);
  type('d');
  await shows(/DRAFT of idea-1[\s\S]*no paper has been started/);
  type('d\u001b[C');
  await shows(new RegExp(`event ${edited + 1} of`));
  terminal.stdout.rows = 30;
  terminal.stdout.emit('resize');
  await until(() => screen().split('\r\n').length === 30);
  type('q');
  await over;
  assert.deepEqual(raw, [true, false]);
  assert.ok(screen().endsWith('\u001b[?25h\u001b[?1049l'));
  assert.equal(terminal.stdout.listenerCount('resize'), 0);
});

test('a session ends when its terminal closes', async () => {
  const { terminal } = fakeTerminal();
  const over = stepThrough({ run: 'played', log: played.log, blobs: played.broker.blobs }, timeline, 1, terminal);
  (terminal.stdin as unknown as PassThrough).end();
  await Promise.race([over, once(new EventEmitter(), 'never', { signal: AbortSignal.timeout(5000) })]);
});
