import type { ModelRequest } from '../../../ports/model.ts';

/** A request's question, derived from its messages alone, so that equal text gives equal answers. */
export type Question = {
  readonly step: string;
  readonly data: Readonly<Record<string, any>>;
  readonly files: Readonly<Record<string, string>>;
  readonly paper: string;
};

const textOf = (content: ModelRequest['messages'][number]['content']): string =>
  typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

const readData = (text: string): Record<string, any> => {
  const data: Record<string, any> = {};
  for (const [, name = '', json = ''] of text.matchAll(
    /<data name="([^"]{1,200})">\n((?:(?!<data name=)[\s\S])*?)\n<\/data>/g,
  )) {
    try {
      data[name] = JSON.parse(json);
    } catch {
      data[name] = undefined;
    }
  }
  return data;
};

export const readQuestion = (request: Pick<ModelRequest, 'messages'>): Question => {
  const text = textOf(request.messages.at(-1)?.content ?? '');
  const files = [...text.matchAll(/<file name="([^"]{1,200})">\n((?:(?!<file name=)[\s\S])*?)\n<\/file>/g)];
  return {
    step: [...text.matchAll(/<step>([a-z.-]+)<\/step>/g)].at(-1)?.[1] ?? '',
    data: readData(text),
    files: Object.fromEntries(files.map(([, name = '', content = '']) => [name, content])),
    paper: /<paper>\n?((?:(?!<paper>)[\s\S])*?)<\/paper>/.exec(text)?.[1] ?? '',
  };
};
