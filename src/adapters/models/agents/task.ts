import { withTags } from '../../../events/delimiters.ts';
import type { Message, ModelRequest } from '../../../ports/model.ts';

/** A file's name -> its text. */
export type Texts = ReadonlyMap<string, string>;

const shown = /<file name="([^"\n]{1,200})">\n((?:(?!<file name=)[\s\S])*?)\n<\/file>/g;

const textOf = ({ content }: Message): string =>
  typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

/** The files that the last message of a question shows, which are the ones that can be edited. */
export const filesShown = ({ messages }: ModelRequest): Texts => {
  const last = messages.at(-1);
  const found = last === undefined ? [] : [...textOf(last).matchAll(shown)];
  return new Map(found.map(([, name = '', text = '']) => [name, withTags(text)]));
};

const instructions = (names: readonly string[]): string =>
  [
    `Do the task below in the current folder, which contains ${names.join(', ')}. Edit these files in place.`,
    '- Where the task asks for changes as blocks or fences in an answer, edit the files instead. No file can be deleted.',
    '- The folder has nothing else: the data and packages of the experiments are elsewhere, so an experiment cannot be run here. Leave no other files behind than those that the task allows.',
    '- Nothing can be asked, and no host but that of your own service can be reached.',
    '- End with a message of a few sentences that say what you changed and why. A line that the task wants at the beginning of the answer, such as `RUN: ` or `ALL RUNS COMPLETED`, belongs at the beginning of that message.',
  ].join('\n');

/** The task's text. Files stand in the folder, so the text only names them. */
export const taskText = (request: ModelRequest): string => {
  const messages = request.messages.map((message) =>
    textOf(message).replace(shown, (_, name: string) => `(${name} is in the current folder.)`),
  );
  return [instructions([...filesShown(request).keys()]), request.system, ...messages].join('\n\n');
};

/** Fills in a command template. `{files}` alone becomes one argument per file. */
export const filledIn = (
  command: readonly string[],
  { task, files, dollars }: { readonly task: string; readonly files: readonly string[]; readonly dollars: string },
): readonly string[] =>
  command.flatMap((part) =>
    part === '{files}' ? files : [part.replaceAll('{task}', () => task).replaceAll('{dollars}', () => dollars)],
  );
