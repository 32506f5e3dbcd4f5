import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/adapters/machine/home.ts';
import { importBase } from '../../src/adapters/sandbox/docker/base.ts';
import { type Daemon, startDaemon } from './docker-daemon.ts';

// Images are built once per machine, not per clone: ~/.cache/ai-scientist/test-images/<hash of the image's inputs>.

const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ai-scientist', 'test-images');
const dayMs = 24 * 3600 * 1000;

/** This machine's release, so that its programs and the image's have the same versions. */
const release = (): string => {
  const text = readFileSync('/etc/os-release', 'utf8');
  const name = /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] : undefined;
  return name ?? 'trixie';
};

/** What the templates' experiments and papers need. One image for all tests: making it takes minutes. */
const contents = {
  packages: [
    ...['python3-torch', 'python3-matplotlib', 'python3-numpy', 'texlive-latex-base', 'texlive-latex-recommended'],
    ...[
      'texlive-latex-extra',
      'texlive-fonts-recommended',
      'texlive-bibtex-extra',
      'lmodern',
      'chktex',
      'poppler-utils',
    ],
  ],
  // As in sandbox/Dockerfile: skips building TeX formats that take minutes and that no paper needs.
  setup: `mkdir -p "$1/etc/texmf/web2c"
for format in 'luatex luatex' 'dviluatex luatex' 'dvilualatex luatex' 'dvilualatex-dev luatex' 'luahbtex luahbtex' \\
  'lualatex luahbtex' 'lualatex-dev luahbtex' 'latex-dev pdftex' 'pdflatex-dev pdftex'
do echo "#! $format - -"; done >"$1/etc/texmf/web2c/fmtutil.cnf"`,
};

const imageName = (): string => `ai-scientist-test/sandbox:${release()}`;

const key = (): string => {
  const maker = readFileSync(`${projectRoot}/src/adapters/sandbox/docker/base.ts`, 'utf8');
  const made = JSON.stringify([imageName(), contents, maker]);
  return `${createHash('sha256').update(made).digest('hex').slice(0, 16)}`;
};

/** Images that no test has used for a month, and those whose creation was killed. */
const removeOld = (): void => {
  for (const name of readdirSync(cacheFolder)) {
    const path = join(cacheFolder, name);
    const keptMs = name.includes('.') ? dayMs : 30 * dayMs;
    const usedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - usedMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
};

/**
 * An engine's data folder that has the image, and on which no engine runs. If two processes build it at once, the first
 * one's is kept. A folder under the final name is complete.
 */
const storedImage = async (): Promise<string> => {
  const stored = join(cacheFolder, key());
  if (existsSync(stored)) {
    utimesSync(stored, new Date(), new Date());
    return stored;
  }
  console.log(`# making the image ${imageName()} (once for this machine)`);
  const data = mkdtempSync(`${stored}.`);
  try {
    const daemon = await startDaemon(data, 'keeps data');
    await importBase(daemon.docker, { ...contents, image: imageName(), suite: release() }, () => {}).finally(
      daemon.stop,
    );
    if (!existsSync(stored)) renameSync(data, stored);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  return stored;
};

/** Layers are never written, so they are shared by hard links; the engine's metadata is copied. */
const lend = (stored: string, data: string): void => {
  cpSync(join(stored, 'image'), join(data, 'image'), { recursive: true });
  for (const driver of readdirSync(join(stored, 'image'))) {
    mkdirSync(join(data, driver));
    for (const layer of readdirSync(join(stored, driver))) {
      const [from, to] = [join(stored, driver, layer), join(data, driver, layer)];
      if (layer === 'l') cpSync(from, to, { recursive: true, verbatimSymlinks: true });
      else symlinkSync(from, to);
    }
  }
};

export type TestEngine = Daemon & {
  /** Name of its only image. */
  readonly image: string;
};

/** A separate engine for these tests with one image, built from Debian's packages alone, without an image registry. */
export const startEngine = async (): Promise<TestEngine> => {
  mkdirSync(cacheFolder, { recursive: true });
  removeOld();
  const stored = await storedImage();
  const data = mkdtempSync(join(cacheFolder, 'engine.'));
  lend(stored, data);
  return { ...(await startDaemon(data, 'removes data')), image: imageName() };
};
