import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { test } from 'node:test';
import { projectFolder, readTexts, sourceFolders } from '../../scripts/source-tree.ts';
import { ownRoles } from '../../src/actors/roles/load.ts';
import { fileCircles } from './rules/circles.ts';
import { deadPaths, roomFaults } from './rules/documents.ts';
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

const texts = await readTexts(sourceFolders, '.ts');
const architecture = await readFile(`${projectFolder}ARCHITECTURE.md`, 'utf8');

const documentedFolders = [...sourceFolders, 'docs', 'sandbox', 'templates', 'bin', '.ci'];
const paths = new Set(await readdir(projectFolder));
for (const folder of documentedFolders)
  for (const path of await readdir(`${projectFolder}${folder}`, { recursive: true }))
    paths.add(posix.join(folder, path));

const documents = new Map(await readTexts(documentedFolders, '.md'));
for (const path of paths)
  if (/^[^/]+\.md$/.test(path)) documents.set(path, await readFile(`${projectFolder}${path}`, 'utf8'));

/** Without the tests of the rules, which contain faults on purpose. */
const unplanted = new Map([...texts].filter(([path]) => path !== 'tests/tidy/rules.test.ts'));

const hold = (rule: string, faults: readonly string[]): void => {
  test(rule, () => assert.deepEqual(faults, []));
};

hold(
  "src imports as ARCHITECTURE.md's table says, and uses all of it",
  importFaults(texts, readImportTable(architecture)),
);
hold('no files import each other in a circle, for types neither', fileCircles(texts));
hold('commands do not import one another', importedCommands(texts));
hold('the application reads no command line and prints nothing', facesInTheApplication(texts));
hold('ids and scopes are made and read by src/events/id.ts alone', handMadeIds(texts));
hold('events that no machine emitted are made by shellEvent', handSealed(texts));
hold('no module has a variable that changes', moduleVariables(texts));
hold('events, machines, LaTeX and added roles use no clock, no chance and nothing of the machine', impurities(texts));
hold(`no file has more than ${maximumLines} lines`, longFiles(texts));
hold(`no folder has more than ${maximumFiles} files`, crowdedFolders(texts));
hold('tests start the program in folders of their own', programStarts(texts));
hold('no file is named after nothing', vagueFiles(texts));
hold('nothing is named after nothing', vagueNames(unplanted));
hold('nothing is put off in a comment', postponed(unplanted));
hold('every role has a folder, and each of them the same files', roleFaults(texts, ownRoles));
hold('only roles have an index.ts', strayIndexes(texts));
hold('the rooms that ARCHITECTURE.md lists are there, and it lists all', roomFaults(architecture, paths));
hold('paths and links in documents lead somewhere', deadPaths(documents, paths));
hold('only the sinks print, so that nothing reaches a terminal without being cleaned', strayPrints(texts));
