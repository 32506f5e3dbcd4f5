import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf } from '../../scripts/source-tree.ts';
import { fileCircles } from './rules/circles.ts';
import { deadPaths, roomFaults, roomsNamed } from './rules/documents.ts';
import { facesInTheApplication, importedCommands } from './rules/faces.ts';
import { handMadeIds, handSealed } from './rules/ids.ts';
import { importFaults, readImportTable } from './rules/imports.ts';
import { programStarts } from './rules/program.ts';
import { impurities } from './rules/purity.ts';
import { roleFaults, strayIndexes } from './rules/roles.ts';
import { strayPrints } from './rules/sinks.ts';
import { crowdedFolders, longFiles, maximumFiles, maximumLines } from './rules/size.ts';
import { moduleVariables } from './rules/state.ts';
import { postponed, vagueFiles, vagueNames } from './rules/words.ts';

const tree = (texts: Readonly<Record<string, string>>) => new Map(Object.entries(texts));

test('imports are found in every form, types too, and not in comments or texts', () => {
  const text = `import a from './a.ts';
import type { B } from '../b.ts';
import {
  c,
} from 'c';
import './d.ts';
export { e } from './e.ts';
export type * from './f.ts';
const g = await import('./g.ts');
// import h from './h.ts';
/* import i from './i.ts'; */
const text = "told from 'elsewhere'";
`;
  assert.deepEqual(importsOf('src/cli/x.ts', text), [
    'src/cli/a.ts',
    'src/b.ts',
    'c',
    'src/cli/d.ts',
    'src/cli/e.ts',
    'src/cli/f.ts',
    'src/cli/g.ts',
  ]);
});

const table = (rows: string) => readImportTable(`## Imports\n\n| room | may import |\n|---|---|\n${rows}\n\n## Next\n`);

const house = tree({
  'src/main.ts': "import './cli/a.ts';",
  'src/cli/a.ts': "import './b.ts';\nimport '../events/e.ts';",
  'src/cli/b.ts': '',
  'src/events/e.ts': '',
  'src/machines/kit/kit.ts': "import '../../events/e.ts';",
  'src/machines/one/index.ts': "import '../kit/kit.ts';",
});
const rows = [
  '| `main` | `cli` |',
  '| `cli` | `events` |',
  '| `machines` | `machines/kit` |',
  '| `machines/kit` | `events` |',
  '| `events` | |',
];

test('the import table is checked both ways', () => {
  const faultsOf = (...lines: readonly string[]) => importFaults(house, table(lines.join('\n')));
  const without = (row: number, instead: string) => faultsOf(...rows.with(row, instead));
  assert.deepEqual(faultsOf(...rows), []);
  assert.deepEqual(without(1, '| `cli` | |'), ['src/cli/a.ts imports src/events/e.ts']);
  assert.deepEqual(without(0, '| `main` | `cli`, `events` |'), [
    'the table lets main import events, and nothing of it does',
  ]);
  assert.deepEqual(faultsOf(...rows.slice(0, 4)), ['the table has no row for events']);
  assert.deepEqual(faultsOf(...rows, '| `attic` | |'), ['the table has a row for attic, which is not there']);
});

test('a role may not import another, nor src the tests', () => {
  const faulty = new Map(house)
    .set('src/machines/two/index.ts', "import '../one/index.ts';")
    .set('src/cli/b.ts', "import '../../tests/support/play.ts';");
  assert.deepEqual(importFaults(faulty, table(rows.join('\n'))), [
    'src/cli/b.ts imports tests/support/play.ts',
    'src/machines/two/index.ts imports src/machines/one/index.ts',
  ]);
});

test('import cycles are found, including type imports and long ones, each once', () => {
  const faulty = tree({
    'src/a.ts': "import './b.ts';",
    'src/b.ts': "import type { A } from './c.ts';",
    'src/c.ts': "export * from './a.ts';\nimport './d.ts';",
    'src/d.ts': '',
    'src/self.ts': "import './self.ts';",
  });
  assert.deepEqual(fileCircles(faulty), ['src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts', 'src/self.ts -> src/self.ts']);
  assert.deepEqual(fileCircles(house), []);
});

test('ids that are built or parsed by hand are found', () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: source text
  const handMade = [
    'const a = `idea-${number}`;',
    'const b = `${scope}.review-${n}`;',
    'const c = `log.${through}`;',
    'const d = `quiesced.${count + 1}`;',
    'const e = `human.${token}`;',
    "if (id.startsWith('human.')) return;",
    'const f = `${id}.result`;',
    'const g = `${id}.started.${n}`;',
    "if (id.endsWith('.result')) return;",
    'const h = `${scope}.${role.name}`;',
    'if (other.startsWith(`${data.scope}.`)) return;',
  ];
  const fine = [
    'const run = `review-${paper}`;',
    "if (type === 'run.quiesced') return;",
    'const text = `${scope}: ${role}`;',
    'const key = `result.${data.key}`;',
    '// `idea-${n}`',
  ];
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: source text
  const lines = [...handMade, ...fine].join('\n');
  assert.deepEqual(
    handMadeIds(tree({ 'src/a.ts': lines, 'src/events/id.ts': lines, 'tests/a.ts': lines })),
    handMade.map((line) => `src/a.ts: ${line}`),
  );
});

test('events that are sealed by hand are found', () => {
  const text = "import { seal } from '../events/envelope.ts';";
  const texts = {
    'src/lab/a.ts': text,
    'src/actors/host.ts': text,
    'src/events/b.ts': text,
    'src/lab/c.ts': '// seal',
  };
  assert.deepEqual(handSealed(tree(texts)), ['src/lab/a.ts']);
});

test('variables of a module are found, those of a function are not', () => {
  const text = 'let a = 1;\nexport let b = 2;\nvar c;\nconst d = () => {\n  let e = 1;\n};\n';
  assert.deepEqual(moduleVariables(tree({ 'src/a.ts': text, 'tests/a.test.ts': text })), [
    'src/a.ts: let a = 1;',
    'src/a.ts: export let b = 2;',
    'src/a.ts: var c;',
  ]);
});

test('impure lines and packages are found in pure rooms, and nowhere else', () => {
  const text = "import { readFile } from 'node:fs';\nconst now = Date.now();\nconst text = 'Date.now()';\n";
  const faults = ['const now = Date.now();'].map((line) => `src/events/a.ts: ${line}`);
  assert.deepEqual(impurities(tree({ 'src/events/a.ts': text, 'src/actors/a.ts': text })), [
    ...faults,
    'src/events/a.ts imports node:fs',
  ]);
  assert.deepEqual(impurities(tree({ 'examples/one/performers.ts': text, 'examples/one/one.test.ts': text })), []);
  assert.equal(impurities(tree({ 'examples/one/index.ts': text, 'src/latex/a.ts': text })).length, 4);
});

test('tests that start the program directly are found', () => {
  const line = "spawn(new URL('../../bin/ai-scientist', import.meta.url).pathname);";
  const other = "spawn(process.execPath, ['src/main.ts']);";
  const texts = { 'tests/a.ts': line, 'tests/b.test.ts': other, 'tests/support/program.ts': line, 'bench/c.ts': line };
  assert.deepEqual(programStarts(tree(texts)), [`tests/a.ts: ${line}`, `tests/b.test.ts: ${other}`]);
});

test('prints past the sinks are found', () => {
  const faults = strayPrints(
    new Map([
      ['src/cli/look/show.ts', "process.stdout.write('x');\nterminal.write(text);\nprint(text);"],
      ['src/lab/begin.ts', 'console.log(1); // stderr'],
      ['src/cli/output.ts', 'process.stdout.write(clean(text));'],
    ]),
  );
  assert.deepEqual(faults, [
    "src/cli/look/show.ts: process.stdout.write('x');",
    'src/cli/look/show.ts: terminal.write(text);',
    'src/lab/begin.ts: console.log(1);',
  ]);
});

test('long files and crowded folders are found', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  assert.deepEqual(longFiles(tree({ 'a.ts': lines(maximumLines), 'b.ts': lines(maximumLines + 1) })), [
    `b.ts has ${maximumLines + 1} lines`,
  ]);
  const folder = (count: number) =>
    tree(Object.fromEntries(Array.from({ length: count }, (_, n) => [`a/${n}.ts`, ''])));
  assert.deepEqual(crowdedFolders(folder(maximumFiles)), []);
  assert.deepEqual(crowdedFolders(folder(maximumFiles + 1)), [`a has ${maximumFiles + 1} files`]);
});

test('vague names and postponed work are found', () => {
  const text =
    'const sendMsg = 1;\ntype Opts = 1;\nconst message = 1;\nimport { type Msg } from "nats";\n// TODO later\n';
  const texts = tree({ 'src/a.ts': text, 'src/string-utils.ts': '', 'src/misc/b.ts': '', 'src/commonplace.ts': '' });
  assert.deepEqual(vagueNames(texts), ['src/a.ts: sendMsg', 'src/a.ts: Opts']);
  assert.deepEqual(vagueFiles(texts), ['src/string-utils.ts', 'src/misc/b.ts']);
  assert.deepEqual(postponed(texts), ['src/a.ts']);
});

test('a role without its files, a folder that is no role and a stray index are found', () => {
  const texts = tree({
    'src/machines/kit/index.ts': '',
    'src/machines/one/index.ts': '',
    'src/machines/one/context.ts': '',
    'src/machines/one/machine.ts': '',
    'src/machines/one/manifest.ts': '',
    'src/machines/two/index.ts': '',
    'src/machines/two/manifest.ts': '',
    'src/cli/index.ts': '',
    'examples/01/index.ts': '',
  });
  assert.deepEqual(roleFaults(texts, ['one', 'three']), [
    'the role three has no folder in src/machines',
    'src/machines/two is no role',
    'src/machines/two has no context.ts',
    'src/machines/two has no machine.ts',
  ]);
  assert.deepEqual(strayIndexes(texts), ['src/machines/kit/index.ts', 'src/cli/index.ts']);
});

test('dead paths in documents are found', () => {
  const paths = new Set(['src', 'src/a.ts', 'docs', 'docs/b.md', 'docs/c.md']);
  const text =
    'See `src/a.ts`, `a.ts`, src/, [c](c.md#part), [b](docs/b.md), [far](https://example.org/x.md), results/<run>.';
  assert.deepEqual(deadPaths(tree({ 'docs/b.md': text.replace('docs/b.md', 'b.md'), 'README.md': text }), paths), [
    'README.md names c.md',
  ]);
  const faulty = 'Run `src/gone.ts`. Or `gone.ts`, see [x](x.md) and docs/x.md.';
  assert.deepEqual(deadPaths(tree({ 'README.md': faulty }), paths), [
    'README.md names src/gone.ts',
    'README.md names docs/x.md',
    'README.md names gone.ts',
    'README.md names x.md',
  ]);
});

test('the list of rooms is read, with the folders that its descriptions name, and compared with what is there', () => {
  const document = `## Rooms

\`\`\`
src/
  cli/       prints. live/ is the live view
  adapters/  broker/ (memory, nats), a/b of no
             account, and machine/
sandbox/     limits
\`\`\`
`;
  const named = ['src', 'src/cli', 'src/cli/live', 'src/adapters', 'src/adapters/broker', 'src/adapters/machine'];
  assert.deepEqual(roomsNamed(document), [...named, 'sandbox']);
  assert.deepEqual(roomFaults(document, new Set([...named, 'sandbox', 'src/main.ts'])), []);
  assert.deepEqual(roomFaults(document, new Set([...named.slice(0, -1), 'sandbox', 'src/attic'])), [
    'ARCHITECTURE.md lists src/adapters/machine, which is not there',
    'ARCHITECTURE.md does not list src/attic',
  ]);
});

test('a command that another command imports is found, and what both share is not', () => {
  const cli = {
    'src/cli/commands.ts': "import('./look/runs.ts');\nimport('./look/show.ts');\nimport './command.ts';",
    'src/cli/look/show.ts': "import './columns.ts';",
    'src/cli/look/runs.ts': "import './columns.ts';\nimport type { Show } from './show.ts';",
  };
  assert.deepEqual(importedCommands(tree(cli)), ['src/cli/look/runs.ts imports the command src/cli/look/show.ts']);
  assert.deepEqual(importedCommands(tree({})), ['src/cli/commands.ts names no command']);
});

test('an application that reads the command line or prints is found; a face may', () => {
  const faults = { 'src/lab/a.ts': 'process.stdin.on();\n// process.argv', 'src/lab/b.ts': 'const { pid } = process;' };
  assert.deepEqual(facesInTheApplication(tree(faults)), ['src/lab/a.ts: process.stdin.on();']);
  assert.deepEqual(facesInTheApplication(tree({ 'src/cli/a.ts': 'process.argv;' })), []);
});
