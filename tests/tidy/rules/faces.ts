import { importsOf, type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const list = 'src/cli/commands.ts';

/** Command files that anything but the list of commands imports; shared code belongs in other files. */
export const importedCommands = (texts: Texts): readonly string[] => {
  const commands = importsOf(list, texts.get(list) ?? '').filter((path) => /^src\/cli\/[^/]+\//.test(path));
  if (commands.length === 0) return [`${list} names no command`];
  return [...texts]
    .filter(([path]) => path.startsWith('src/') && path !== list)
    .flatMap(([path, text]) =>
      importsOf(path, text)
        .filter((to) => commands.includes(to))
        .map((to) => `${path} imports the command ${to}`),
    );
};

const ofAFace = /\bconsole\.|\bprocess\s*\.\s*(?:argv|exit|exitCode|std(?:in|out|err))\b/;

/** Lines of the application that read a command line or a terminal, print, or end the process. Only faces may do that. */
export const facesInTheApplication = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => path.startsWith('src/lab/'))
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => ofAFace.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
