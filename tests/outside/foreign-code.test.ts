import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bundleContents } from '../../src/actors/bundle/contents.ts';
import { loadNamed, recogniseRoles, remember } from '../../src/actors/roles/known.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { createTrustedRoles } from '../../src/adapters/machine/trusted-roles.ts';
import type { Event } from '../../src/events/envelope.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { role } from '../corpus/roles/faulty.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { playRun } from '../support/playbook-lab.ts';
import { memoryBundles, recordingOn } from '../support/recorded-run.ts';

const limits = { runs: 1, reviews: 1, citationRounds: 0, ideaReflections: 0, reviewReflections: 0 };
const added = { role, from: '/the/role/of/this/test.ts', version: '1' };
const { log, run, broker: played } = await playRun(1, () => 0.8, { limits }, { added: [added] });

let folder: string;
let marker: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foreign-code-'));
  marker = join(folder, 'the-code-has-run');
});
after(() => rm(folder, { recursive: true, force: true }));

/** A module that writes a file when it is imported. */
const hostile = (): string => `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(marker)}, '');`;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

type RoleRecord = RunStarted['roster']['roles'][number];

/** The recorded run with another location for the last role. */
const forged = (role: Partial<RoleRecord>): readonly Event[] =>
  log.map(({ event }, index) => {
    if (index > 0) return event;
    const started = event.data as RunStarted;
    const roles = started.roster.roles.map((one, at, all) => (at === all.length - 1 ? { ...one, ...role } : one));
    return { ...event, data: { ...started, roster: { ...started.roster, roles } } };
  });

const brokerOf = async (events: readonly Event[]): Promise<Broker> => {
  const broker = { ...createMemoryBroker(), blobs: played.blobs };
  const stored = await broker.logs.create(run);
  for (const event of events) await stored.append(event);
  return { ...broker, close: async () => {} };
};

const servicesWith = (broker: Broker, more: object = {}) =>
  servicesOn(broker, join(folder, 'results'), {
    version: '1',
    trustedRoles: createTrustedRoles(async () => folder),
    ...more,
  });

const reading = (bundle: string): readonly string[] => [
  `show ${run}`,
  `show ${run} --events`,
  'archive',
  `replay ${run} --print`,
  `replay ${run} --to 20 --json`,
  `replay ${bundle} --print`,
  `diff ${run} ${bundle}`,
  `why ${run} 20`,
  `unresolved ${run}`,
  `verify ${run}`,
  `verify ${bundle}`,
  `export ${run} --output ${bundle}`,
];

const refused = (bundle: string): readonly string[] => [
  `replay ${run} --check`,
  `replay ${bundle} --check`,
  `fork ${run} --at 20 --no-run`,
];

/** Also writes the run to a bundle, even if `export` would refuse it. */
const bundled = async (broker: Broker, bundle: string) => {
  const bundles = memoryBundles();
  const { about, contents } = await bundleContents(await recordingOn(broker, run), []);
  await bundles.write(bundle, about, contents, true);
  return bundles;
};

const places = (): Readonly<Record<string, Partial<RoleRecord>>> => ({
  'an address of data': { from: `data:text/javascript,${encodeURIComponent(hostile())}` },
  'an address of a file': { from: pathToFileURL(join(folder, 'hostile.mjs')).href },
  'an absolute path': { from: join(folder, 'hostile.mjs') },
  'an absolute path of a folder': { from: folder },
  'a relative path': { from: `../../../..${join(folder, 'hostile.mjs')}` },
  'a package': { from: 'foreign-package-of-this-test' },
  'a path for a name of a built-in role': { name: `../../../..${folder}`, from: 'built-in' },
});

const lay = async (): Promise<() => Promise<void>> => {
  await writeFile(join(folder, 'hostile.mjs'), hostile());
  await writeFile(join(folder, 'index.ts'), hostile());
  const installed = new URL('../../node_modules/foreign-package-of-this-test', import.meta.url);
  await mkdir(installed, { recursive: true });
  await writeFile(new URL(`${installed.href}/package.json`), '{"type":"module","exports":"./index.js"}');
  await writeFile(new URL(`${installed.href}/index.js`), hostile());
  return () => rm(installed, { recursive: true, force: true });
};

const outputOf = async (context: TestContext, services: ReturnType<typeof servicesWith>, line: string) => {
  const { code, output } = await call(context, services, line);
  assert.ok(!(await exists(marker)), `"${line}" has run what the log names`);
  assert.doesNotMatch(output, /program\.fault/, line);
  return { code, output };
};

test('no command runs code from a place that a log names, and all that only read go on without it', async (context) => {
  const remove = await lay();
  try {
    for (const [kind, role] of Object.entries(places())) {
      const broker = await brokerOf(forged(role));
      const bundle = join(folder, 'run.bundle.tar');
      const services = servicesWith(broker, { bundles: await bundled(broker, bundle) });
      for (const line of reading(bundle)) {
        const { code, output } = await outputOf(context, services, line);
        if (/^(?:show|archive|replay|diff|why|unresolved)/.test(line))
          assert.equal(code, 0, `${kind}: ${line}: ${output}`);
        if (/--print|^diff|^verify \S+$/.test(line))
          assert.match(output, /never named on this machine/, `${kind}: ${line}`);
        assert.doesNotMatch(output, /DIVERGED/, `${kind}: ${line}`);
      }
      for (const line of refused(bundle)) {
        const { code, output } = await outputOf(context, services, line);
        assert.equal(code, 1, `${kind}: ${line}`);
        assert.match(
          output,
          /role ".*never named on this machine; name it by --roster <file> \[roster\.unknown_role\]/,
          line,
        );
      }
      for (const line of [
        `import ${bundle}`,
        `resume ${run}`,
        `pause ${run}`,
        `revise ${run} 1 --text x`,
        `answer ${run} idea-1.coder.1 --retry`,
      ])
        await outputOf(context, services, line);
    }
  } finally {
    await remove();
  }
});

const source = (text: string): string => `
import { defineRole } from ${JSON.stringify(new URL('../../src/machines/kit/kit.ts', import.meta.url).pathname)};
const listener = defineRole({ name: 'listener', description: ${JSON.stringify(text)}, scopes: [], context: () => ({}),
  consumes: {}, publishes: {}, performs: {} });
export const role = listener.withMachine(listener.createMachine({ initial: 'idle', states: { idle: {} } }));`;

test('a role that a person named is trusted by its files from then on, and no longer when one has changed', async () => {
  const home = await mkdtemp(join(folder, 'home-'));
  const place = await mkdtemp(join(folder, 'role-'));
  await writeFile(join(place, 'index.ts'), source('as it was'));
  const trusted = createTrustedRoles(async () => home);
  const known = { version: '1', named: [], trusted };
  const record = { roles: [{ name: 'listener', from: place, version: '1' }], rename: {} };
  assert.match((await recogniseRoles(record, known)).missing[0]?.reason ?? '', /never named/);

  const { roles } = await loadNamed({ ...known, named: [place] });
  await remember(trusted, roles);
  assert.equal((await recogniseRoles(record, known)).roles[0]?.role.name, 'listener');
  const moved = {
    roles: [{ ...record.roles[0], name: 'listener', from: '/elsewhere', version: '1', sha256: roles[0]?.sha256 }],
    rename: {},
  };
  assert.equal((await recogniseRoles(moved, known)).roles[0]?.from, place);
  const renamed = { roles: [{ name: 'other', from: place, version: '1' }], rename: {} };
  assert.match((await recogniseRoles(renamed, known)).missing[0]?.reason ?? '', /never named/);

  await writeFile(join(place, 'more.ts'), 'export {};');
  assert.match((await recogniseRoles(record, known)).missing[0]?.reason ?? '', /have changed since they were named/);
});

test('something that is not a folder, a file or a package cannot be named as a role', async () => {
  for (const place of [
    'data:text/javascript,1',
    'node:fs',
    'fs',
    'https://example.org/role.js',
    './role',
    '../role',
    '',
  ])
    await assert.rejects(loadNamed({ version: '1', named: [place], trusted: createTrustedRoles(async () => folder) }), {
      code: 'roster.not_loaded',
    });
});
