import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { cleanText } from '../../events/clean.ts';
import type { Event } from '../../events/envelope.ts';
import { CodedError } from '../../events/outcome.ts';
import { type ArchiveEntry, archiveOf } from '../../events/projections/archive.ts';
import { type Fault, faultsOf } from '../../events/projections/fault.ts';
import type { Tree } from '../../events/tree.ts';
import type { ImportedIdea } from '../../events/vocabulary/imported.ts';
import { ratingNames } from '../../events/vocabulary/names.ts';
import type { Review } from '../../events/vocabulary/review.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Broker } from '../../ports/broker.ts';
import { cleanLine, jsonText, plain } from '../../text/clean.ts';
import { faultsText } from '../../text/fault.ts';
import { numberText } from '../../text/quantities.ts';
import { wrapped } from '../../text/width.ts';
import { commandName } from '../command-name.ts';
import { readEvents } from './read.ts';

const fileWidth = 98;

/** The folder of an idea's results within its run's folder, such as `3-slow_cosine`. */
export const ideaFolder = ({ number, name }: ArchiveEntry): string =>
  name === '' ? String(number) : `${number}-${plain(name)}`;

const readme = (run: string): string => `Results of the run ${run}, written from its log.

archive.json          every idea of the run: drafts, novelty evidence, experiments with results, papers, reviews, cost
failures.txt          why ideas failed, and the run if it did
<n>-<idea>/idea.json  the same for one idea
  paper.pdf           the last version of its paper; earlier versions are paper-v1.pdf, …
  paper/              the sources of the paper
  review.txt          the verdict and each review, as text
  review.json         the same as data
  code/               experiment.py and plot.py in their final state
  figures/            what plot.py drew
  failure.txt         why the idea failed
  notes.txt           the Coder's notes on its experiments
  imported/           the folder of an imported idea, as it was

An idea that was not novel or failed has only some of these files; idea.json and failure.txt say why.
To write all of this again: ai-scientist show ${run} --save <folder>
`;

const isSafe = (path: string): boolean => {
  const normal = normalize(path);
  return normal !== '.' && normal !== '..' && !normal.startsWith('../') && !normal.startsWith('/');
};

const save = async (folder: string, path: string, content: string | Uint8Array): Promise<void> => {
  if (!isSafe(path))
    throw new CodedError('workspace.unsafe_path', `"${path}" leads out of its folder, so it is not written`);
  const target = join(folder, cleanLine(path));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
};

const saveTree = async (blobs: Blobs, folder: string, tree: Tree): Promise<void> => {
  for (const [path, entry] of Object.entries(tree)) {
    await save(folder, path, 'text' in entry ? entry.text : await blobs.get(entry.blob));
  }
};

const list = (title: string, points: readonly string[]): string =>
  points.length === 0 ? '' : `${title}\n${points.map((point) => `- ${point.replaceAll('\n', ' ')}\n`).join('')}\n`;

/** Without wrapping. */
export const reviewText = (title: string, review: Review): string =>
  `${title}\n${'='.repeat(title.length)}\n\n${review.summary.replaceAll('\n', ' ')}\n\n` +
  `${ratingNames.map((name) => `${name} ${review[name]}`).join(', ')}\ndecision: ${review.decision}\n\n` +
  list('Strengths', review.strengths) +
  list('Weaknesses', review.weaknesses) +
  list('Questions', review.questions) +
  list('Limitations', review.limitations) +
  (review.ethical_concerns ? `Ethical concerns: ${review.ethical_concerns_reason}\n\n` : '');

const reviewsText = (entry: ArchiveEntry): string =>
  entry.papers
    .map((paper) => {
      const head = `Version ${paper.version} of "${paper.title}": score ${numberText(paper.score)}\n\n`;
      const verdict = paper.review === null ? '' : reviewText('Verdict', paper.review);
      const each = paper.reviews.map(({ number, review, problem }) =>
        review === null ? `Review ${number} failed: ${problem}\n\n` : reviewText(`Review ${number}`, review),
      );
      return head + verdict + each.join('');
    })
    .join('\n');

const lastOf = (events: readonly Event[], type: string): any => events.findLast((event) => event.type === type)?.data;

const saveCode = async (blobs: Blobs, folder: string, events: readonly Event[]): Promise<void> => {
  const finished = lastOf(events, 'coding.finished');
  if (finished !== undefined) {
    await saveTree(blobs, join(folder, 'code'), finished.code);
    await save(folder, 'notes.txt', cleanText(finished.notes));
    return;
  }
  for (const type of ['code.edited', 'plot.edited']) {
    const edited = lastOf(events, type);
    if (edited === undefined) continue;
    for (const [file, text] of Object.entries<string>({ ...edited.modules, [edited.file]: edited.text }))
      await save(join(folder, 'code'), file, text);
  }
};

const savePapers = async (blobs: Blobs, folder: string, events: readonly Event[]): Promise<void> => {
  const papers = events.filter(({ type }) => type === 'paper.compiled').map(({ data }) => data as any);
  for (const [index, { version, pdf, sources }] of papers.entries()) {
    const isLast = index === papers.length - 1;
    await save(folder, isLast ? 'paper.pdf' : `paper-v${version}.pdf`, await blobs.get(pdf.blob));
    if (isLast) await saveTree(blobs, join(folder, 'paper'), sources);
  }
};

/** An imported idea has its folder as it was, and its papers and notes by the names that ours have. */
const saveImport = async (blobs: Blobs, folder: string, events: readonly Event[]): Promise<void> => {
  const imported: ImportedIdea | undefined = lastOf(events, 'idea.imported');
  if (imported === undefined) return;
  await saveTree(blobs, join(folder, 'imported'), imported.files);
  const pdf = imported.papers.at(-1)?.pdf;
  if (pdf) await save(folder, 'paper.pdf', await blobs.get(pdf.blob));
  if (imported.notes !== '') await save(folder, 'notes.txt', imported.notes);
};

const saveFaults = async (folder: string, file: string, run: string, faults: readonly Fault[]): Promise<void> => {
  if (faults.length > 0) await save(folder, file, faultsText(faults, run, commandName));
};

const saveIdea = async (blobs: Blobs, folder: string, entry: ArchiveEntry, events: readonly Event[]): Promise<void> => {
  await save(folder, 'idea.json', `${jsonText(entry, 2)}\n`);
  await saveCode(blobs, folder, events);
  for (const { file, blob } of entry.figures) await save(join(folder, 'figures'), file, await blobs.get(blob));
  await savePapers(blobs, folder, events);
  await saveImport(blobs, folder, events);
  const reviewed = entry.papers.filter(({ reviews, review }) => reviews.length > 0 || review !== null);
  if (reviewed.length === 0) return;
  await save(folder, 'review.txt', wrapped(reviewsText(entry), 0, fileWidth));
  const last = reviewed.at(-1);
  const { version, score, review, meta, reviews } = last as NonNullable<typeof last>;
  await save(folder, 'review.json', `${jsonText({ version, score, verdict: review, meta, reviews }, 2)}\n`);
};

/** Writes a run's results for people, and returns the run's folder below `folder`. Idempotent. */
export const saveResults = async (broker: Broker, run: string, folder: string): Promise<string> => {
  const events = await readEvents(broker, run);
  const archive = archiveOf(events);
  const target = join(folder, run);
  await save(target, 'README.txt', readme(run));
  await save(target, 'archive.json', `${jsonText(archive, 2)}\n`);
  const faults = faultsOf(events);
  await saveFaults(target, 'failures.txt', run, faults);
  for (const entry of archive.ideas.filter(({ origin }) => origin === 'run')) {
    const own = events.filter(({ scope }) => scope === entry.scope);
    const place = join(target, ideaFolder(entry));
    await saveIdea(broker.blobs, place, entry, own);
    const why = faults.filter(({ scope }) => scope === entry.scope);
    await saveFaults(place, 'failure.txt', run, why);
  }
  return target;
};
