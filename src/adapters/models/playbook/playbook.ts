import { basename, dirname } from 'node:path';
import { CodedError, failure, success } from '../../../events/outcome.ts';
import type { Model, ModelRequest } from '../../../ports/model.ts';
import * as citing from './citing.ts';
import * as coder from './coder.ts';
import { type Content, loadContent } from './content.ts';
import { type Question, readQuestion } from './question.ts';
import * as reviewer from './reviewer.ts';
import * as scientist from './scientist.ts';
import * as writer from './writer.ts';

type Answer = (content: Content, question: Question) => string;

const answers: Readonly<Record<string, Answer>> = {
  'scientist.propose': scientist.propose,
  'scientist.reflect': scientist.reflect,
  'scientist.novelty': scientist.judgeNovelty,
  'coder.plan': coder.plan,
  'coder.edit': coder.edit,
  'coder.note': coder.note,
  'coder.plot': coder.plot,
  'coder.describe': coder.describe,
  'writer.title': writer.title,
  'writer.draft': writer.draft,
  'writer.refine': writer.refine,
  'writer.revise': writer.revise,
  'writer.cite': citing.cite,
  'writer.choose': citing.choose,
  'writer.fix': writer.fix,
  'referee.review': reviewer.review,
  'referee.reflect': (_, question) => reviewer.reflect(question),
  'reviewer.meta': reviewer.meta,
};

/** Estimates four characters per token, because a playbook has no tokens. */
const tokens = (text: string): number => Math.ceil(text.length / 4);
const deltaLength = 400;

/**
 * The offline stand-in for a model: a pure function of a request's messages and a template's scripts. The words are
 * scripted, and the numbers come from the prompt.
 */
export const createPlaybook = ({ folder }: { folder: string }): Model => {
  const template = basename(dirname(folder));
  const name = `playbook:${template}`;
  let content: Promise<Content> | undefined;
  const answer = async (request: ModelRequest): Promise<string> => {
    content ??= loadContent(folder);
    const question = readQuestion(request);
    const reply = answers[question.step];
    if (reply === undefined)
      throw new CodedError('playbook.unscripted', `the playbook has no answer to "${question.step}"`);
    return reply(await content, question);
  };
  return {
    name,
    bound: (request) => ({ tokens: tokens(JSON.stringify(request.messages)) + request.maxTokens, dollars: 0 }),
    answer: async (request, { onDelta }) => {
      try {
        const text = await answer(request);
        for (let start = 0; start < text.length; start += deltaLength) onDelta(text.slice(start, start + deltaLength));
        const usage = {
          inputTokens: tokens(JSON.stringify(request.messages)),
          outputTokens: tokens(text),
          cachedInputTokens: 0,
        };
        return success({ text, model: name, stopReason: 'end', usage, costUsd: 0, latencyMs: 0 });
      } catch (error) {
        if (error instanceof CodedError) return failure(error.code, error.message);
        throw error;
      }
    },
  };
};
