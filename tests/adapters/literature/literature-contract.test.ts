import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLibrary } from '../../../src/adapters/literature/library/library.ts';
import type { Literature } from '../../../src/ports/literature.ts';
import { literatureContract } from '../../contracts/literature.ts';
import { answerOf, dropout, grokking, type Told } from '../../support/literature-answers.ts';
import { openDesk } from '../../support/literature-desk.ts';
import { answers, type Reaction } from '../../support/literature-server.ts';

/** Answers as the service would: papers that contain the word, up to the limit, in the service's format. */
const plays: Reaction = (response, request) => {
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const limits = ['limit', 'per_page', 'max_results'].map((name) => url.searchParams.get(name));
  const queries = ['query', 'search', 'search_query'].map((name) => url.searchParams.get(name) ?? '');
  const told: readonly Told[] = queries.join(' ').includes('networks') ? [grokking, dropout] : [];
  const name = url.pathname.startsWith('/graph')
    ? 'semantic-scholar'
    : url.pathname === '/works'
      ? 'openalex'
      : 'arxiv';
  const limit = Number(limits.find((one) => one !== null));
  answers(answerOf[name](told.slice(0, limit)))(response, request);
};

for (const choice of [['semantic-scholar'], ['openalex'], ['arxiv'], ['arxiv+', 'openalex+', 'semantic-scholar']]) {
  let literature: Literature;
  const closing: (() => unknown)[] = [];
  before(async () => {
    const desk = await openDesk({ after: (close) => closing.push(close as () => unknown) });
    desk.server.react(plays);
    literature = await desk.open(choice);
  });
  after(async () => {
    for (const close of closing) await close();
  });
  literatureContract(choice.join(','), {
    literature: () => literature,
    known: { query: 'neural networks', title: grokking.title },
    unknown: 'zzyzx',
  });
}

const library = createLibrary({
  file: fileURLToPath(new URL('../../../templates/grokking/library.json', import.meta.url)),
});
literatureContract('library of a template', {
  literature: () => library,
  known: {
    query: 'Progress measures for grokking via mechanistic interpretability',
    title: 'Progress measures for grokking via mechanistic interpretability',
  },
  unknown: 'zzyzx',
});
