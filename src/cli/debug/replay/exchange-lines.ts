import type { Exchange } from '../../../actors/replay/exchange.ts';
import type { Message, ModelAnswer, ModelRequest } from '../../../ports/model.ts';
import { readable } from '../../../text/readable.ts';

const isModelRequest = (request: unknown): request is ModelRequest =>
  Array.isArray((request as { messages?: unknown } | null)?.messages);

const contentLines = (content: Message['content']): readonly string[] =>
  typeof content === 'string'
    ? content.split('\n')
    : content.flatMap((part) => (part.type === 'text' ? part.text.split('\n') : [`[image ${part.blob}]`]));

/** A request for people: the messages of a model call, or another task's input. */
export const requestLines = ({ task, kind, request, isAsSent }: Exchange): readonly string[] => {
  const source = isAsSent ? 'as sent' : "as today's code builds it";
  const head = `${task}, ${kind} task, ${source}`;
  if (!isModelRequest(request)) return [head, '', ...readable(request)];
  const { system, messages, ...rest } = request;
  return [
    head,
    ...readable(rest),
    '',
    '── system',
    ...system.split('\n'),
    ...messages.flatMap(({ role, content }) => ['', `── ${role}`, ...contentLines(content)]),
  ];
};

/** A result for people: of a model call, the answer's text, then its cost. */
export const answerLines = ({ task, answeredAt, answer }: Exchange): readonly string[] => {
  if (answer === null) return [`${task} has no result in this log`];
  const head = [`${task}, result recorded as event ${answeredAt}`, ''];
  if (answer.error !== undefined) return [...head, 'failed', ...readable(answer.error)];
  const { text, ...rest } = (answer.value ?? {}) as Partial<ModelAnswer>;
  if (typeof text !== 'string') return [...head, ...readable(answer.value)];
  return [...head, ...text.split('\n'), '', '── call', ...readable(rest)];
};
