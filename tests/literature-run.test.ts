import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveOf } from '../src/events/archive.ts';
import type { Event } from '../src/events/envelope.ts';
import type { Told } from './support/literature-answers.ts';
import { answerOf, grokking } from './support/literature-answers.ts';
import { openDesk } from './support/literature-desk.ts';
import { answers, errorPage, type Reaction, refuses } from './support/literature-server.ts';
import { playRun } from './support/playbook-lab.ts';

const dataOf = (events: readonly Event[], type: string): any[] =>
  events.filter((event) => event.type === type).map(({ data }) => data);

/** Each request its fault, for ever. */
const faults = (): Reaction => {
  let count = 0;
  const turns = [refuses(429), refuses(503), errorPage, refuses(403)];
  return (response, request) => {
    count += 1;
    turns[count % turns.length]?.(response, request);
  };
};

test('a run in which every search fails comes to its end, and says so everywhere', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 2 } });
  server.react(faults());
  const literature = await open(['semantic-scholar', 'openalex', 'arxiv']);
  const prompts: string[] = [];
  const settings = { limits: { noveltyRounds: 2, citationRounds: 3, reviews: 1 } };
  const { events } = await playRun(2, () => 0.9, settings, {
    literature,
    onRequest: ({ messages }) => prompts.push(JSON.stringify(messages)),
  });
  const searched = [...dataOf(events, 'novelty.searched'), ...dataOf(events, 'citation.searched')];
  assert.ok(searched.length >= 2);
  for (const { papers, error } of searched) {
    assert.deepEqual(papers, []);
    assert.match(error, /semantic-scholar: .*openalex: .*arxiv: /);
  }
  for (const { error } of dataOf(events, 'novelty.searched')) assert.match(error, /^literature\.failed: /);
  assert.ok(dataOf(events, 'idea.judged').length >= 2);
  assert.deepEqual(dataOf(events, 'citation.added'), []);
  assert.equal(dataOf(events, 'run.finished')[0]?.outcome, 'completed');
  assert.ok(prompts.filter((prompt) => prompt.includes('no literature search answered')).length >= 2);
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
  const settings = { limits: { noveltyRounds: 2, citationRounds: 2, reviews: 1 } };
  const { events } = await playRun(1, () => 0.9, settings, { literature });
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
