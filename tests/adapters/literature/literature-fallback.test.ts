import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { usualChoice } from '../../../src/adapters/literature/literatures.ts';
import { CodedError } from '../../../src/events/outcome.ts';
import { fakeTiming } from '../../support/fake-timing.ts';
import { answerOf, grokking } from '../../support/literature-answers.ts';
import { ask, failureOf, found, openDesk } from '../../support/literature-desk.ts';
import { answers, errorPage, hangs, refuses } from '../../support/literature-server.ts';

const all = ['semantic-scholar', 'openalex', 'arxiv'];

test('the first answer is used; services that failed before it are named with the reason', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 1 } });
  server.react(refuses(403), errorPage, answers(answerOf.arxiv([grokking])));
  const { library, papers, failed, evidence } = found(await ask(await open(all), 'words'));
  assert.deepEqual([library, papers.length], ['arxiv', 1]);
  assert.deepEqual(
    failed?.map(({ library: name, code }) => [name, code]),
    [
      ['semantic-scholar', 'literature.refused'],
      ['openalex', 'literature.unreadable'],
    ],
  );
  assert.deepEqual(
    evidence?.map(({ library: name }) => name),
    ['arxiv'],
  );
});

test('an empty result is an answer, unless it is marked as doubted', async (context) => {
  const { server, open } = await openDesk(context);
  const nothing = answers(answerOf['semantic-scholar']([]));
  server.react(nothing, answers(answerOf.openalex([grokking])));
  const sure = found(await ask(await open(['semantic-scholar', 'openalex']), 'sure'));
  assert.deepEqual([sure.library, sure.papers, sure.failed], ['semantic-scholar', [], undefined]);
  server.react(nothing, answers(answerOf.openalex([grokking])));
  const doubted = found(await ask(await open(['semantic-scholar+', 'openalex']), 'doubted'));
  assert.deepEqual([doubted.library, doubted.papers.length], ['openalex', 1]);
  assert.deepEqual(
    doubted.evidence?.map(({ library }) => library),
    ['semantic-scholar', 'openalex'],
  );
});

test('an empty result remains an answer when later services fail', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 1 } });
  server.react(answers(answerOf['semantic-scholar']([])), refuses(500));
  const { library, papers, failed } = found(await ask(await open(['semantic-scholar+', 'openalex']), 'words'));
  assert.deepEqual([library, papers, failed?.length], ['semantic-scholar', [], 1]);
});

test('a failed service is not asked again for a minute, unless no other answers', async (context) => {
  const timing = fakeTiming();
  const { server, open } = await openDesk(context, { timing, patience: { attempts: 1 } });
  const literature = await open(['semantic-scholar', 'openalex']);
  const good = answers(answerOf.openalex([grokking]));
  const isFirstAsked = (since: number) =>
    server.asked.slice(since).some(({ url }) => url.pathname.startsWith('/graph'));
  server.react(refuses(500), good);
  const first = found(await ask(literature, 'one'));
  const second = found(await ask(literature, 'two'));
  assert.deepEqual([server.asked.length, isFirstAsked(1)], [3, false]);
  assert.deepEqual(second.failed, first.failed);
  server.react(refuses(403), answers(answerOf['semantic-scholar']([grokking])));
  const third = found(await ask(literature, 'three'));
  assert.deepEqual([third.library, third.failed?.map(({ library }) => library)], ['semantic-scholar', ['openalex']]);
  server.react(refuses(500), good);
  timing.advance(60_000);
  found(await ask(literature, 'four'));
  timing.advance(60_000);
  server.react(answers(answerOf['semantic-scholar']([grokking])));
  assert.equal(found(await ask(literature, 'five')).library, 'semantic-scholar');
});

test('when all fail, the failure gives each one’s reason', async (context) => {
  const { server, open, home } = await openDesk(context, { patience: { attempts: 1 } });
  const broken = join(home, 'library.json');
  await writeFile(broken, 'no list');
  server.react(refuses(429), refuses(503), errorPage);
  const { code, message } = failureOf(await ask(await open(['library', ...all], broken), 'words'));
  assert.equal(code, 'literature.failed');
  for (const reason of ['library.broken', 'literature.rate_limited', 'literature.unavailable', 'literature.unreadable'])
    assert.ok(message.includes(`[${reason}]`), message);
});

test('an aborted search asks no other service', async (context) => {
  const { server, open } = await openDesk(context);
  server.react(hangs);
  const abort = new AbortController();
  const search = (await open(all)).search('words', 5, abort.signal);
  while (server.asked.length === 0) await new Promise(setImmediate);
  abort.abort();
  assert.equal(failureOf(await search).code, 'literature.aborted');
  assert.equal(server.asked.length, 1);
});

test('a scripted model asks the library of its template, any other the world', () => {
  assert.deepEqual(usualChoice('library.json', true), ['library']);
  assert.deepEqual(usualChoice('library.json', false), all);
  assert.deepEqual(usualChoice(undefined, true), all);
});

test('a service that cannot be opened is reported before anything is asked, without showing values of variables', async (context) => {
  const refusal = async (choice: readonly string[], environment: Record<string, string> = {}) => {
    const { open } = await openDesk(context, { environment });
    const error = await open(choice).then(
      () => assert.fail('it was opened'),
      (reason) => reason,
    );
    assert.ok(error instanceof CodedError);
    assert.doesNotMatch(error.message, /secret/);
    return error.code;
  };
  assert.equal(await refusal(['google']), 'literature.unknown');
  assert.equal(await refusal(['openalex', 'library']), 'literature.none');
  for (const [variable, value] of Object.entries({
    SEMANTIC_SCHOLAR_API_KEY: 'secret\nkey',
    OPENALEX_API_KEY: 'secret key',
    OPENALEX_MAILTO: 'secret',
    OPENALEX_URL: 'secret',
    ARXIV_URL: 'ftp://secret',
    SEMANTIC_SCHOLAR_URL: 'http://',
    LITERATURE_CACHE_DAYS: 'secret',
  })) {
    assert.equal(await refusal(all, { [variable]: value }), 'literature.bad_configuration', variable);
  }
});

test('the index of answers names no key and no mail address', async (context) => {
  const environment = { SEMANTIC_SCHOLAR_API_KEY: 's2-secret', OPENALEX_MAILTO: 'team@example.org' };
  const { server, open, home } = await openDesk(context, { environment });
  server.react(answers(answerOf['semantic-scholar']([grokking])), answers(answerOf.openalex([grokking])));
  found(await ask(await open(['semantic-scholar']), 'words'));
  found(await ask(await open(['openalex']), 'words'));
  const index = await readFile(join(home, 'literature.json'), 'utf8');
  assert.match(index, /openalex/);
  assert.doesNotMatch(index, /s2-secret|example\.org/);
});
