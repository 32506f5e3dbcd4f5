import limits from '../../../sandbox/limits.json' with { type: 'json' };
import { cleanText } from '../../events/clean.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Sandbox } from '../../ports/sandbox.ts';
import type { Workspace } from '../../ports/workspaces.ts';

export type PdfContent = {
  readonly title: string;
  readonly text: string;
  readonly pages: readonly Uint8Array[];
};

/** Maximum number of page images; the rest of a long paper is appendix. */
const maximumPages = 16;
/** Dots per inch, enough for small print. */
const resolution = 100;

const titleIn = (information: string, text: string): string =>
  /^Title: +(\S.*)$/m.exec(information)?.[1]?.trim() ??
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.length > 3) ??
  '';

/** Extracts text and page images of a PDF by sandboxed programs, because a PDF is untrusted input. */
export const readPdf = async (
  sandbox: Sandbox,
  workspace: Workspace,
  name: string,
  signal: AbortSignal,
): Promise<PdfContent> => {
  const run = async (...command: string[]): Promise<string> => {
    const job = { command, workspace: workspace.folder, limits: limits.pdf, signal, onLine: () => {} };
    const { reason, stdout, stderr, explanation } = await sandbox.run(job);
    if (reason === 'completed') return stdout;
    const cause = stderr.trim().split('\n')[0] || explanation;
    throw new CodedError('paper.unreadable', `${name} cannot be read as a PDF: ${cause}`);
  };
  const information = await run('pdfinfo', '-enc', 'UTF-8', name);
  await run('pdftotext', '-layout', '-enc', 'UTF-8', name, 'paper-text.txt');
  await run('pdftoppm', '-png', '-r', String(resolution), '-l', String(maximumPages), name, 'paper-page');
  const { tree } = await workspace.collect({ prefixes: ['paper-page'], suffixes: [] });
  const pictures = Object.keys(tree).filter((path) => path.endsWith('.png'));
  const text = Buffer.from(await workspace.read('paper-text.txt')).toString('utf8');
  return {
    title: cleanText(titleIn(information, text)),
    text,
    pages: await Promise.all(pictures.map((path) => workspace.read(path))),
  };
};
