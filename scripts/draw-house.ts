import { readFile, writeFile } from 'node:fs/promises';
import { withHouse } from './house.ts';
import { projectFolder, readTexts } from './source-tree.ts';

const path = `${projectFolder}ARCHITECTURE.md`;
await writeFile(path, withHouse(await readFile(path, 'utf8'), await readTexts(['src'], '.ts')));
