import type { Requirement } from '../../ports/requirement.ts';
import { findProgram, runCommand } from './command.ts';
import { installPackages, type Packages, remedyOf } from './packages.ts';

const packages: Packages = {
  apt: [
    'texlive-latex-base',
    'texlive-latex-recommended',
    'texlive-latex-extra',
    'texlive-fonts-recommended',
    'texlive-bibtex-extra',
    'texlive-science',
    'lmodern',
    'chktex',
    'poppler-utils',
  ],
  brew: ['texlive', 'poppler'],
  aboutSeconds: 140,
};

const programs = ['pdflatex', 'bibtex', 'kpsewhich', 'chktex', 'pdftotext', 'pdftoppm'];

/** Files that papers load, and the compiled format that pdflatex requires. */
const files = [
  'article.cls',
  'pdflatex.fmt',
  'plainnat.bst',
  'lmr10.pfb',
  ...['amsmath', 'amssymb', 'booktabs', 'caption', 'cleveref', 'enumitem', 'fancyhdr', 'float', 'geometry', 'graphicx'],
  ...['hyperref', 'lmodern', 'microtype', 'multirow', 'natbib', 'nicefrac', 'subcaption', 'times', 'titlesec', 'url'],
  ...['xcolor', 'algorithm', 'algorithmicx', 'algpseudocode'],
].map((name) => (name.includes('.') ? name : `${name}.sty`));

const missingPrograms = async (): Promise<string[]> => {
  const found = await Promise.all(programs.map(findProgram));
  return programs.filter((_, index) => found[index] === undefined);
};

const missingFiles = async (): Promise<string[]> => {
  const { stdout } = await runCommand('kpsewhich', ['-engine=pdftex', ...files]);
  const found = new Set(stdout.split('\n').map((line) => line.slice(line.lastIndexOf('/') + 1)));
  return files.filter((name) => !found.has(name));
};

export const latexRequirement: Requirement = {
  name: 'LaTeX',
  purpose: 'typesets papers, checks them and renders pages as images',
  find: async () => {
    let missing = await missingPrograms();
    if (missing.length === 0) missing = await missingFiles();
    if (missing.length > 0) {
      const rest = missing.length > 4 ? ` and ${missing.length - 4} more` : '';
      const problem = `LaTeX lacks ${missing.slice(0, 4).join(', ')}${rest}`;
      return { found: false, problem, remedy: remedyOf(packages) };
    }
    const { stdout } = await runCommand('pdflatex', ['--version']);
    const version = /TeX Live \d+/.exec(stdout)?.[0] ?? stdout.split('\n')[0] ?? '';
    return { found: true, version, path: (await findProgram('pdflatex'))! };
  },
  install: (onLine) => installPackages(packages, onLine),
};
