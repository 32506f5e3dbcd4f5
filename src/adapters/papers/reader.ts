import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { cleanText } from '../../events/clean.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { PaperContent, PaperReader } from '../../ports/papers.ts';
import type { Sandbox } from '../../ports/sandbox.ts';
import type { Typesetter } from '../../ports/typesetter.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import { readPlainFile } from '../files/read.ts';
import { activeContentIn } from './active-content.ts';
import { type PdfContent, readPdf } from './pdf.ts';
import { inlined, sourcesBeside, titleOf } from './sources.ts';

type Parts = {
  readonly sandbox: Sandbox;
  readonly typesetter: Typesetter;
  readonly workspaces: Workspaces;
  readonly blobs: Blobs;
};

const maximumBytes = 100 * 1024 ** 2;
/** Maximum characters of text: fits into an event, and is several times the longest papers. */
const maximumLength = 120_000;
const compileTimeMs = 120_000;

/**
 * Resolves a paper's path. Links must not lead out of its folder, because external files must not choose a file of
 * this machine. Throws CodedError('paper.unknown').
 */
const placeOf = async (path: string): Promise<string> => {
  const refuse = (why: string): never => {
    throw new CodedError('paper.unknown', `the paper ${path} cannot be read (${why}): give a .pdf or .tex file`);
  };
  const folder = await realpath(dirname(path)).catch((error: NodeJS.ErrnoException) => refuse(error.code ?? ''));
  const place = await realpath(path).catch((error: NodeJS.ErrnoException) => refuse(error.code ?? ''));
  return dirname(place) === folder ? place : refuse(`it is a link to ${place}`);
};

const bytesOf = async (path: string): Promise<Buffer> => {
  const bytes = await readPlainFile(path, maximumBytes);
  if (bytes !== undefined) return bytes;
  throw new CodedError('paper.unreadable', `${path} is not a plain file of at most ${maximumBytes} bytes`);
};

const ofPdf = async ({ sandbox, workspaces, blobs }: Parts, bytes: Uint8Array, signal: AbortSignal) => {
  const tree = { 'paper.pdf': { blob: await blobs.put(bytes), sizeBytes: bytes.length } };
  const workspace = await workspaces.create(tree);
  try {
    return await readPdf(sandbox, workspace, 'paper.pdf', signal);
  } finally {
    await workspace.remove();
  }
};

/** Returns the compiled source's content; the reason when it does not compile. */
const compiled = async (parts: Parts, path: string, signal: AbortSignal): Promise<PdfContent | string> => {
  const { sandbox, typesetter, workspaces, blobs } = parts;
  const main = basename(path);
  const workspace = await workspaces.create(await sourcesBeside(path, blobs));
  try {
    const job = { workspace: workspace.folder, main, wallTimeMs: compileTimeMs, signal };
    const { pdf, errors } = await typesetter.compile(job);
    return pdf === null ? (errors[0]?.message ?? 'no PDF was made') : await readPdf(sandbox, workspace, pdf, signal);
  } finally {
    await workspace.remove();
  }
};

const ofSource = async (parts: Parts, path: string, signal: AbortSignal) => {
  const source = await inlined(path);
  const result = await compiled(parts, path, signal);
  const title = cleanText(titleOf(source));
  if (typeof result !== 'string') return { ...result, title: title || result.title, notices: [] };
  const notice = `${path} does not compile here (${result}): its source is reviewed without page images`;
  return { title, text: source, pages: [], notices: [notice] };
};

const bounded = (content: Omit<PaperContent, 'bytes'>, path: string): Omit<PaperContent, 'bytes'> => {
  if (content.text.trim() === '' && content.pages.length === 0) {
    throw new CodedError('paper.unreadable', `${path} has neither text nor pages`);
  }
  const notices = [...content.notices];
  if (content.text.trim() === '') notices.push(`${path} has no text of its own: it is reviewed by its pages alone`);
  if (content.text.length > maximumLength) {
    notices.push(`the first ${maximumLength} of ${content.text.length} characters are reviewed`);
  }
  return { ...content, text: content.text.slice(0, maximumLength), notices };
};

/** Reads papers with poppler and LaTeX in the sandbox. */
export const createPaperReader = (parts: Parts): PaperReader => ({
  read: async (given, signal) => {
    const path = await placeOf(given);
    const bytes = await bytesOf(path);
    if (bytes.subarray(0, 5).toString() === '%PDF-') {
      const [active] = activeContentIn(bytes);
      if (active !== undefined)
        throw new CodedError('paper.active', `${path} has ${active}: give a PDF without, such as one printed from it`);
      return { bytes, ...bounded({ ...(await ofPdf(parts, bytes, signal)), notices: [] }, path) };
    }
    if (!path.endsWith('.tex')) {
      throw new CodedError('paper.unreadable', `${path} is neither a PDF nor a .tex file: give one of these`);
    }
    return { bytes, ...bounded(await ofSource(parts, path, signal), path) };
  },
});
