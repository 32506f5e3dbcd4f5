import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import stringWidth from 'string-width';
import { Timeline } from '../../src/actors/replay/timeline.ts';
import { builtInRoles, loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { documentOf } from '../../src/cli/debug/stepper/documents.ts';
import { renderStepper } from '../../src/cli/debug/stepper/render.ts';
import { openStepper, type Pane } from '../../src/cli/debug/stepper/state.ts';
import { render } from '../../src/cli/live/render.ts';
import { emptyView, withEvent, withTelemetry } from '../../src/cli/live/state.ts';
import { summaryLines } from '../../src/cli/live/summary.ts';
import type { Event } from '../../src/events/envelope.ts';
import { faultsOf } from '../../src/events/projections/fault.ts';
import { atPresent } from '../../src/lab/runs/present.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { eventLine } from '../../src/text/event-line.ts';
import { call, put, servicesOn } from '../support/command-line.ts';
import { forbidden, hostileText, uncoloured } from '../support/hostile.ts';
import { hostileRun } from '../support/hostile-run.ts';
import { recordingOn } from '../support/recorded-run.ts';

const seeds = [1, 2, 3];
const names = seeds.map((seed) => `hostile-${seed}`);

/** A model request that replaces every stored file. */
const stored = JSON.stringify({
  system: hostileText,
  messages: [{ role: 'user', content: hostileText }],
  purpose: hostileText,
});

let broker: Broker;
let runs: readonly (readonly Event[])[];
before(async () => {
  const memory = createMemoryBroker();
  const blobs = { ...memory.blobs, has: async () => true, get: async () => Buffer.from(stored) };
  broker = { ...memory, blobs };
  runs = await Promise.all(seeds.map((seed) => hostileRun('accompanied', seed, seed > 1)));
  for (const [index, events] of runs.entries()) await put(broker, names[index] as string, events);
});

const assertHarmless = (text: string, what: string): void => {
  const found = forbidden.exec(uncoloured(text).replaceAll('\r', ''));
  const around = found === null ? '' : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20));
  assert.equal(around, '', `${what}: U+${found?.[0].codePointAt(0)?.toString(16)}`);
};

const commands = [
  'runs',
  'archive',
  'show hostile-1',
  'show hostile-1 --events',
  'archive periodic_token_features --run hostile-1',
  'archive slow_gradient_amplification --run hostile-2',
  'why hostile-1 1',
  'why hostile-1 3',
  'why hostile-1 200 --full',
  'why hostile-1 idea-1',
  'diff hostile-1 hostile-2',
  'diff hostile-1 hostile-2 --full',
  'watch hostile-1',
  'watch hostile-2 --verbose',
  'replay hostile-1 --print --to 40',
  'replay hostile-1 --print --to 40 --context',
  'unresolved hostile-1',
  'verify hostile-1',
];

test('commands print hostile texts without what a terminal would obey, hide or reorder', async (context) => {
  for (const command of commands) {
    const { code, output } = await call(context, servicesOn(broker), command);
    assertHarmless(output, command);
    assert.ok(code === 0 || command.startsWith('verify'), `${command}: ${output}`);
    assert.ok(output.length > 20, command);
  }
});

test('so do their refusals, which repeat what was typed', async (context) => {
  for (const line of [
    ['show', hostileText],
    ['archive', hostileText],
    [hostileText],
    ['why', 'hostile-1', hostileText],
    ['runs', `--${hostileText}`],
  ]) {
    const { code, output } = await call(context, servicesOn(broker), line);
    assert.notEqual(code, 0);
    assertHarmless(output, line.join(' '));
  }
});

test('JSON keeps the texts as they were recorded, in characters that a terminal leaves alone', async (context) => {
  for (const command of [
    'runs --json',
    'archive --json',
    'show hostile-1 --json',
    'diff hostile-1 hostile-2 --json',
    'why hostile-1 200 --json',
  ]) {
    const { output } = await call(context, servicesOn(broker), command);
    assertHarmless(output, command);
    JSON.parse(output);
  }
  const { output } = await call(context, servicesOn(broker), 'show hostile-1 --events --json');
  assertHarmless(output, 'events');
  assert.deepEqual(
    JSON.parse(output),
    JSON.parse(JSON.stringify(runs[0]?.map((event) => atPresent({ ...event, run: 'hostile-1' })))),
  );
  const lines = (await call(context, servicesOn(broker), 'watch hostile-1 --json')).output;
  assertHarmless(lines, 'watch --json');
  assert.equal(lines.trimEnd().split('\n').length, runs[0]?.length);
});

/** The text at a column of a line. */
const from = (line: string, column: number): string => {
  for (const { index } of new Intl.Segmenter().segment(line))
    if (stringWidth(line.slice(0, index)) === column) return line.slice(index);
  return '';
};

test('columns stand below their titles, whatever is in them', async (context) => {
  const { output } = await call(context, servicesOn(broker), 'archive');
  const [title = '', ...rows] = output.trimEnd().split('\n');
  assert.equal(rows.length, seeds.length * 3);
  for (const row of rows) {
    assert.match(
      from(row, stringWidth(title.slice(0, title.indexOf('OUTCOME')))),
      /^(?:reviewed|not-novel|cancelled) /,
      row,
    );
    assert.match(from(row, stringWidth(title.slice(0, title.indexOf('REASON'))) - 3), /^\d {2}\S/, row);
  }
});

test('the live picture, its summary and lines of events are harmless and no wider than the terminal', () => {
  for (const events of runs)
    for (const colour of [false, true]) {
      let view = emptyView('here', colour);
      for (const [index, event] of events.entries()) {
        view = withEvent(view, event);
        const line = eventLine(event, 100, colour);
        assertHarmless(line, event.type);
        assert.ok(stringWidth(uncoloured(line)) <= 100);
        if (index % 20 !== 0) continue;
        const task = view.progress.activities[0]?.task ?? '';
        const spoken = withTelemetry(
          view,
          { run: 'here', taskId: task, what: 'stderr', text: hostileText },
          view.progress.at,
        );
        for (const shown of render({ ...spoken, notice: hostileText }, 80, 40, view.progress.at)) {
          assertHarmless(shown, 'live');
          assert.ok(stringWidth(uncoloured(shown)) <= 80, shown);
        }
      }
      const places = { folder: '/r', papers: {} };
      for (const line of summaryLines(view.progress, places, faultsOf(events), colour, 80))
        assertHarmless(line, 'summary');
    }
});

const panes: readonly Pane[] = ['event', 'prompt', 'answer', 'files', 'file', 'draft', 'help'];

test('every screen of the stepper is harmless and no wider than the terminal', async () => {
  const { roles } = await loadRoles(builtInRoles, 'test');
  const roster = createRoster(
    roles,
    {},
    roles.flatMap(({ role }) => role.performs),
  );
  const recording: Recording = await recordingOn(broker, 'hostile-1');
  const timeline = new Timeline(roster, recording.log);
  for (let sequence = 1; sequence <= timeline.length; sequence += 23)
    for (const pane of panes) {
      const stepper = { ...openStepper(sequence), pane, notice: hostileText };
      const document = pane === 'event' ? undefined : await documentOf(recording, timeline, stepper);
      for (const colour of [false, true]) {
        const step = timeline.at(sequence);
        const shown = { run: 'hostile-1', total: timeline.length, step, actors: timeline.actorsAt(sequence), colour };
        for (const line of renderStepper(stepper, shown, document, 130, 60)) {
          assertHarmless(line, `${pane} at ${sequence}`);
          assert.ok(stringWidth(uncoloured(line)) <= 130, `${pane}: ${line}`);
        }
      }
    }
});

test('files of results that people read are harmless', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'results-'));
  context.after(() => rm(folder, { recursive: true }));
  const { code, output } = await call(context, servicesOn(broker, folder), `show hostile-1 --save ${folder}`);
  assert.equal(code, 0, output);
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(?:txt|json)$/.test(file));
  assert.ok(files.length > 5);
  for (const file of files) assertHarmless((await readFile(join(folder, file), 'utf8')).replaceAll('\t', ''), file);
});
