import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Event } from '../../../src/events/envelope.ts';
import { archiveOf } from '../../../src/events/projections/archive.ts';
import type { Told } from '../../support/literature-answers.ts';
import { answerOf, grokking } from '../../support/literature-answers.ts';
import { openDesk } from '../../support/literature-desk.ts';
import { answers, errorPage, type Reaction, refuses } from '../../support/literature-server.ts';
import { playbookFolder, playRun } from '../../support/playbook-lab.ts';

const library = join(playbookFolder, '..', 'library.json');

const dataOf = (events: readonly Event[], type: string): any[] =>
  events.filter((event) => event.type === type).map(({ data }) => data);

/** Answers each request with its fault, for ever. */
const faults = (): Reaction => {
  let count = 0;
  const turns = [refuses(429), refuses(503), errorPage, refuses(403)];
  return (response, request) => {
    count += 1;
    turns[count % turns.length]?.(response, request);
  };
};

const limits = { noveltyRounds: 2, citationRounds: 3, reviews: 1 };

test('a run in which every search fails comes to its end without a novel idea, and says why', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 2 } });
  server.react(faults());
  const prompts: string[] = [];
  const { events } = await playRun(
    2,
    () => 0.9,
    { limits },
    {
      literature: await open(['semantic-scholar', 'openalex', 'arxiv']),
      onRequest: ({ messages }) => prompts.push(JSON.stringify(messages)),
    },
  );
  const searched = dataOf(events, 'novelty.searched');
  assert.ok(searched.length >= 2);
  for (const { papers, error } of searched) {
    assert.deepEqual(papers, []);
    assert.match(error, /^literature\.failed: .*semantic-scholar: .*openalex: .*arxiv: /);
  }
  assert.deepEqual(
    dataOf(events, 'idea.judged').map(({ novel }) => novel),
    [false, false],
  );
  assert.equal(dataOf(events, 'run.finished')[0]?.outcome, 'completed');
  assert.ok(prompts.some((prompt) => prompt.includes('no literature search answered')));
});

test('a paper whose searches fail is written with fewer citations', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 1 } });
  const [offline, failing] = [await open(['library'], library), await open(['openalex', 'arxiv'])];
  server.react(faults());
  let isWriting = false;
  const prompts: string[] = [];
  const { events } = await playRun(
    1,
    () => 0.9,
    { limits },
    {
      literature: {
        name: 'at first a library',
        search: (...question) => (isWriting ? failing : offline).search(...question),
      },
      onRequest: ({ purpose, messages }) => {
        isWriting ||= purpose.startsWith('writer.');
        if (purpose === 'writer.cite') prompts.push(JSON.stringify(messages));
      },
    },
  );
  const searched = dataOf(events, 'citation.searched');
  assert.ok(searched.length > 0);
  for (const { error } of searched) assert.match(error, /openalex: .*arxiv: /);
  assert.deepEqual(dataOf(events, 'citation.added'), []);
  assert.equal(dataOf(events, 'paper.reviewed').length, 1);
  assert.equal(dataOf(events, 'run.finished')[0]?.outcome, 'completed');
  assert.ok(prompts.slice(1).every((prompt) => prompt.includes('no literature search answered')));
});

const plain = (name: string): Told => ({ ...grokking, id: name, title: `On ${name}`, arxiv: `2201.0${name.length}` });

test('the evidence of every search that was answered is in the log and in the archive', async (context) => {
  const { server, open, blobs } = await openDesk(context, { patience: { attempts: 1 } });
  server.react((response, request) =>
    request.url?.startsWith('/graph')
      ? refuses(500)(response, request)
      : answers(answerOf.openalex([grokking, plain('work')]))(response, request),
  );
  const literature = await open(['semantic-scholar', 'openalex']);
  const { events } = await playRun(1, () => 0.9, { limits }, { literature });
  const searched = [...dataOf(events, 'novelty.searched'), ...dataOf(events, 'citation.searched')];
  assert.ok(searched.length >= 2);
  for (const { evidence, failed, library } of searched) {
    assert.equal(library, 'openalex');
    assert.match(evidence[0].url, /\/works\?search=/);
    assert.equal((await blobs.get(evidence[0].sha256)).byteLength, evidence[0].sizeBytes);
    assert.deepEqual([failed[0].library, failed[0].code], ['semantic-scholar', 'literature.unavailable']);
  }
  const [round] = archiveOf(events).ideas.flatMap(({ novelty }) => novelty);
  assert.equal(round?.evidence[0]?.library, 'openalex');
  assert.equal(round?.failed[0]?.library, 'semantic-scholar');
});
