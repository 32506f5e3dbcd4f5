import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expandWords, homeFolder } from './adapters/files/tilde.ts';
import { projectRoot } from './adapters/machine/home.ts';
import { runProgram } from './cli/program.ts';
import { createServices } from './services.ts';

const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };

process.exitCode = await runProgram(createServices(manifest.version), expandWords(process.argv, homeFolder()));
