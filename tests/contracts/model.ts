import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Model, ModelAnswer, ModelRequest } from '../../src/ports/model.ts';
import { callModel } from '../support/vendor-lab.ts';

export type ModelSubject = {
  readonly model: Model;
  /** A question that the model answers with `text`. */
  readonly request: ModelRequest;
  readonly text: string;
  readonly close: () => Promise<void>;
};

/** What every adapter of the port `Model` must do. */
export const modelContract = (name: string, open: () => Promise<ModelSubject>): void => {
  const withSubject = (title: string, story: (subject: ModelSubject) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const subject = await open();
      try {
        await story(subject);
      } finally {
        await subject.close();
      }
    });
  };

  withSubject('answers with the text, piece by piece, under its own name', async ({ model, request, text }) => {
    const { outcome, deltas } = await callModel(model, request);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(outcome.value.text, text);
    assert.equal(deltas.join(''), text);
    assert.equal(outcome.value.model, model.name);
    assert.equal(outcome.value.stopReason, 'end');
    assert.equal(outcome.value.tries, undefined);
    assert.equal(outcome.value.dropped, undefined);
  });

  withSubject('says what it used, and stays within its bound', async ({ model, request }) => {
    const { outcome } = await callModel(model, request);
    assert.ok(outcome.ok);
    const { usage, costUsd }: ModelAnswer = outcome.value;
    const bound = model.bound(request);
    assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
    assert.ok(usage.inputTokens + usage.outputTokens <= bound.tokens);
    assert.ok(costUsd === null || bound.dollars === null || costUsd <= bound.dollars);
  });

  withSubject('has a bound that follows from the request alone, and grows with it', async ({ model, request }) => {
    const longer = {
      ...request,
      messages: [{ role: 'user' as const, content: 'word '.repeat(1000) }, ...request.messages],
    };
    assert.deepEqual(model.bound(request), model.bound(structuredClone(request)));
    assert.ok(model.bound(longer).tokens > model.bound(request).tokens);
    assert.ok(model.bound({ ...request, maxTokens: request.maxTokens + 1000 }).tokens > model.bound(request).tokens);
  });

  withSubject('answers several questions at once', async ({ model, request, text }) => {
    const calls = await Promise.all(Array.from({ length: 5 }, () => callModel(model, request)));
    for (const { outcome } of calls) assert.equal(outcome.ok && outcome.value.text, text);
  });
};
