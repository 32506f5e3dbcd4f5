import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assign } from 'xstate';
import * as z from 'zod';
import { chartOf } from '../../src/actors/roles/chart.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { emit, perform } from '../../src/machines/kit/actions.ts';
import type { Role } from '../../src/machines/kit/kit.ts';
import { machineFrom } from '../support/scripted-role.ts';

const definition = (description = 'Said.') => ({ description, version: 1, schema: z.any() });
const said = definition();
const machineOf = (config: object) => machineFrom('it', { context: {}, ...config });
const role = (name: string, rest: Partial<Role> = {}): Role => ({
  name,
  description: 'It.',
  scopes: ['run'],
  consumes: ['word.said'],
  performs: ['toy'],
  questions: [],
  events: { 'word.said': said },
  machine: machineOf({}),
  ...rest,
});
const rosterOf = (roles: readonly Role[], rename = {}, kinds = ['toy']) =>
  createRoster(
    roles.map((one, index) => ({ role: one, from: `place-${index}`, version: '7' })),
    rename,
    kinds,
  );
const refused = (code: string, message: RegExp, roles: readonly Role[], rename = {}, kinds = ['toy']): void => {
  assert.throws(() => rosterOf(roles, rename, kinds), { code: `roster.${code}`, message });
};

test('a roster has its roles, who consumes what, and where each came from', () => {
  const roster = rosterOf([role('a'), role('b')], { b: {} });
  assert.deepEqual([...roster.roles.keys()], ['a', 'b']);
  assert.deepEqual(roster.consumers.get('word.said'), [
    { role: 'a', as: 'word.said' },
    { role: 'b', as: 'word.said' },
  ]);
  assert.deepEqual(roster.record, {
    roles: [
      { name: 'a', from: 'place-0', version: '7' },
      { name: 'b', from: 'place-1', version: '7' },
    ],
    rename: { b: {} },
  });
  assert.equal(roster.definitions.get('word.said'), said);
  assert.equal(roster.schemas.get('word.said'), said.schema);
  assert.ok(roster.schemas.has('run.started') && roster.schemas.has('pause.requested'));
});

test('a name has only a-z, 0-9 and -, and is none that ids use', () => {
  for (const name of ['A', 'a b', 'a.b', '', 'ä', 'a_', ' a', 'a ']) refused('name', /may contain only/, [role(name)]);
  for (const name of ['started', 'result', 'run', 'log', 'quiesced', 'forked', 'human', 'host', 'worker', 'budget'])
    refused('name', /is reserved/, [role(name)]);
  assert.ok(rosterOf([role('a-2')]));
});

test('two roles of one name, and two definitions of one event, are refused', () => {
  refused('duplicate', /"a".*drop place-1/, [role('a'), role('a')]);
  refused('event_conflict', /role "b" publishes word\.said/, [
    role('a'),
    role('b', { events: { 'word.said': definition() } }),
  ]);
  refused('event_conflict', /run\.started/, [
    role('a', { events: { 'word.said': said, 'run.started': definition() } }),
  ]);
});

test('what is consumed must be published, and what is asked for must be performed', () => {
  refused('unpublished', /role "a" consumes word\.said/, [role('a', { events: {} })]);
  refused('unperformed', /role "a" requests toy tasks/, [role('a')], {}, ['other']);
  assert.ok(rosterOf([role('a', { events: {}, consumes: ['comment.written', 'task.completed'] })]));
});

test('a renamed event takes the place of the one that a role consumes', () => {
  const other = role('b', { consumes: [], events: { 'word.checked': said } });
  const roster = rosterOf([role('a'), other], { a: { 'word.said': 'word.checked' } });
  assert.deepEqual(roster.consumers.get('word.checked'), [{ role: 'a', as: 'word.said' }]);
  assert.equal(roster.consumers.get('word.said'), undefined);
  refused('rename', /"c", which is not one of its roles/, [role('a')], { c: {} });
  refused('rename', /does not consume word\.other/, [role('a')], { a: { 'word.other': 'word.said' } });
});

const impure = (message: RegExp, config: object): void =>
  refused('impure', message, [role('a', { machine: machineOf(config) })]);
const hidden = { type: 'unknown' };

test('a machine may use assign, emit and perform wherever actions stand', () => {
  const actions = [assign({}), emit(() => ({ type: 'word.said', data: {} })), perform(() => undefined)];
  const state = {
    entry: actions,
    exit: actions,
    on: { 'word.said': { actions } },
    always: { guard: () => false, actions },
  };
  assert.ok(rosterOf([role('a', { machine: machineOf({ ...state, initial: 'x', states: { x: state } }) })]));
});

test('any other action is refused, wherever it stands, and told by its place', () => {
  impure(/^role "a", it: action "unknown" is not assign, emit or perform$/, { entry: hidden });
  impure(/, it: action/, { exit: [assign({}), hidden] });
  impure(/, it: action/, { always: { guard: () => false, actions: hidden } });
  impure(/, it\.x: action/, {
    initial: 'x',
    states: { x: { onDone: { actions: hidden }, initial: 'y', states: { y: { type: 'final' } } } },
  });
  impure(/, it on word\.said: action/, { on: { 'word.said': { actions: hidden } } });
  impure(/, it on word\.said: action/, { on: { 'word.said': [{ guard: () => false }, { actions: [hidden] }] } });
  impure(/, it\.x on word\.said: action/, {
    initial: 'x',
    states: { x: { on: { 'word.said': { actions: hidden } } } },
  });
  impure(/, it: action "\(\) => \{\}"/, { entry: () => {} });
  impure(/, it: action ".{40}" is not/, { entry: () => 'an action whose text is longer than forty characters' });
  impure(/action "raise"|action "xstate\.raise"/, { entry: { type: 'xstate.raise' } });
});

test('a machine may neither invoke nor wait, nor use the event by which XState stops', () => {
  impure(/it: a machine may not use after/, { after: { 10: {} } });
  impure(/it\.x: a machine may not use invoke/, { initial: 'x', states: { x: { invoke: { src: 'y' } } } });
  impure(/it: xstate\.stop is reserved/, { on: { 'xstate.stop': {} } });
});

test('a chart tells of states, transitions, guards and actions by name, and runs nothing', () => {
  const machine = machineOf({
    description: 'The whole.',
    initial: 'x',
    states: {
      x: {
        entry: emit(() => ({ type: 'word.said', data: {} })),
        exit: assign({}),
        always: {
          guard: function isReady() {
            return false;
          },
          target: 'y',
        },
        on: {
          'word.said': [
            { guard: { type: 'named' }, actions: assign({}) },
            { target: 'y.z', guard: () => true },
          ],
        },
      },
      y: { initial: 'z', states: { z: { type: 'final', description: 'The end.' } } },
    },
  });
  const { root, ...about } = chartOf(
    role('a', { machine: (machine as any).provide({ guards: { named: () => true } }) }),
  );
  assert.deepEqual(about, {
    role: 'a',
    description: 'It.',
    scopes: ['run'],
    consumes: ['word.said'],
    publishes: ['word.said'],
    performs: ['toy'],
  });
  const blank = { entry: [], exit: [], transitions: [], states: {} };
  assert.deepEqual(root, {
    ...blank,
    type: 'compound',
    description: 'The whole.',
    initial: 'x',
    states: {
      x: {
        ...blank,
        type: 'atomic',
        entry: ['emit'],
        exit: ['assign'],
        transitions: [
          { guard: 'isReady', targets: ['y'], actions: [] },
          { event: 'word.said', guard: 'named', targets: [], actions: ['assign'] },
          { event: 'word.said', guard: 'guard', targets: ['y.z'], actions: [] },
        ],
      },
      y: {
        ...blank,
        type: 'compound',
        initial: 'y.z',
        states: { z: { ...blank, type: 'final', description: 'The end.' } },
      },
    },
  });
  const unnamed = machineOf({
    on: {
      'word.said': {
        guard: (
          () => () =>
            true
        )(),
      },
    },
  });
  assert.equal(chartOf(role('a', { machine: unnamed })).root.transitions[0]?.guard, 'unnamed');
});
