import type { Requirement } from '../../ports/requirement.ts';
import { engineFiles, fontFolders } from '../typesetter/engine.ts';
import { aptCommand } from './apt.ts';
import { findProgram, runCommand } from './command.ts';

/** 33 and 57 MB to download, 175 MB on the disk; no set-up installs them. */
const packages = ['texlive-luatex', 'fonts-noto-core', 'fonts-noto-cjk'];
const files = [...engineFiles, 'NotoSerif-Regular.ttf', 'NotoSerifCJK-Regular.ttc'];

/** Optional: without it, papers print letters that pdfLaTeX lacks as their codes. */
export const lettersRequirement: Requirement = {
  name: 'Letters',
  purpose: 'optional: sets names and words in scripts other than Latin',
  find: async () => {
    const { stdout } = await runCommand('kpsewhich', ['-engine=luahbtex', ...files], {
      environment: { OSFONTDIR: fontFolders },
    });
    const missing = files.filter((file) => !stdout.includes(`/${file}\n`));
    const path = await findProgram('lualatex');
    if (path !== undefined && missing.length === 0) return { found: true, version: 'LuaLaTeX, Noto fonts', path };
    const remedy =
      process.platform === 'darwin'
        ? 'not needed; to set such letters, install the Noto fonts'
        : `not needed; to set such letters: sudo ${aptCommand(packages)}`;
    return { found: false, problem: `there is no ${path === undefined ? 'lualatex' : missing.join(', ')}`, remedy };
  },
};
