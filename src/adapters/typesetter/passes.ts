import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import limits from '../../../sandbox/limits.json' with { type: 'json' };
import type { Sandbox, SandboxResult } from '../../ports/sandbox.ts';
import type { TypesettingJob } from '../../ports/typesetter.ts';
import { readPlainFile } from '../files/read.ts';
import { type Engine, fontFolders } from './engine.ts';

export const maximumLogBytes = 16 * 1024 ** 2;
const maximumPasses = 5;

/** Fixed date of every PDF (2024-01-01), so that equal sources give equal bytes. */
const epochSeconds = 1_704_067_200;

const environment = {
  SOURCE_DATE_EPOCH: String(epochSeconds),
  FORCE_SOURCE_DATE: '1',
  TZ: 'UTC',
  // Forbids access outside the workspace.
  openin_any: 'p',
  openout_any: 'p',
  shell_escape: 'f',
  TEXMFVAR: '/tmp/texmf',
  // LuaTeX keeps what it has read of fonts from one pass to the next.
  TEXMFCACHE: 'font-cache',
  OSFONTDIR: fontFolders,
  // Keeps log lines unbroken for parsing.
  max_print_line: '1000',
  error_line: '254',
  half_error_line: '238',
};

export type Workshop = {
  /** Runs a program on the sources within the job's remaining wall time. */
  run(command: readonly string[]): Promise<SandboxResult>;
  /** Reads a file of the workspace; undefined when it is not a plain file or is too large. */
  read(name: string): Promise<Buffer | undefined>;
};

export const openWorkshop = (sandbox: Sandbox, job: TypesettingJob): Workshop => {
  const begunAt = performance.now();
  return {
    run: (command) =>
      sandbox.run({
        command,
        workspace: job.workspace,
        limits: {
          ...limits.typesetting,
          wallTimeMs: Math.max(1, Math.round(job.wallTimeMs - (performance.now() - begunAt))),
        },
        environment,
        signal: job.signal,
        onLine: () => {},
      }),
    read: (name) => readPlainFile(join(job.workspace, name), maximumLogBytes),
  };
};

/** Removes files of an earlier compile, which could be mistaken for this one's result. */
export const clearEarlier = async (workspace: string, stem: string): Promise<void> => {
  for (const ending of ['pdf', 'aux', 'log', 'blg', 'out', 'toc', 'lof', 'lot']) {
    await rm(join(workspace, `${stem}.${ending}`), { force: true });
  }
};

const enginePass = (engine: Engine, main: string): readonly string[] => [
  ...[engine, '-interaction=nonstopmode', '-file-line-error', '-no-shell-escape'],
  main,
];

const fingerprint = async (workshop: Workshop, stem: string): Promise<string> => {
  const files = await Promise.all(['aux', 'bbl', 'toc', 'out'].map((ending) => workshop.read(`${stem}.${ending}`)));
  return files
    .map((bytes) =>
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    )
    .join();
};

export type Compiled = {
  /** Log of the last pass, or of an earlier one when the compiler was stopped or failed. */
  readonly last: SandboxResult;
  readonly ranBibtex: boolean;
};

/**
 * Runs the engine, bibtex if a bibliography is requested, then the engine until its auxiliary files are stable. A pass
 * without a PDF, or one stopped by a limit, is the last.
 */
export const compilePasses = async (
  workshop: Workshop,
  engine: Engine,
  main: string,
  stem: string,
): Promise<Compiled> => {
  let ranBibtex = false;
  let before = '';
  for (let pass = 1; ; pass += 1) {
    const last = await workshop.run(enginePass(engine, main));
    const stopped = last.reason !== 'completed' && last.reason !== 'crashed';
    if (stopped || pass === maximumPasses || (await workshop.read(`${stem}.pdf`)) === undefined) {
      return { last, ranBibtex };
    }
    if (pass === 1 && /\\bibdata\{/.test((await workshop.read(`${stem}.aux`))?.toString('utf8') ?? '')) {
      const bibtex = await workshop.run(['bibtex', stem]);
      if (bibtex.reason !== 'completed' && bibtex.reason !== 'crashed') return { last: bibtex, ranBibtex };
      ranBibtex = true;
    }
    const after = await fingerprint(workshop, stem);
    if (after === before) return { last, ranBibtex };
    before = after;
  }
};
