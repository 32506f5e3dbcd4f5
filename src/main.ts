import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './adapters/machine/home.ts';
import { expandWords, homeFolder } from './adapters/machine/tilde.ts';
import { runProgram } from './cli/program.ts';
import { createServices } from './services.ts';

const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };

process.exitCode = await runProgram(createServices(manifest.version), expandWords(process.argv, homeFolder()));
