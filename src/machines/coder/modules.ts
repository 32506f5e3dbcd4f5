import { textAt } from '../../events/tree.ts';
import { type Files, withEdits } from '../kit/edits/edits.ts';
import type { Context } from './context.ts';

const moduleName = /^[A-Za-z_]\w{0,60}\.py$/;
const imports = /^[ \t]*(?:from|import)[ \t]+([^\n#]{1,400})/gm;

/** Top names of the modules that a text imports: `import a.b, c as d` -> a, c. */
const importedBy = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(imports)].flatMap(([line, list = '']) =>
      (line.trimStart().startsWith('from') ? [list] : list.split(',')).map((one) => /^\w*/.exec(one.trim())?.[0] ?? ''),
    ),
  );

const stemOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '');

/** Whether a file may be made beside experiment.py: a module that stands in the place of no file, and of none that is imported. */
export const mayAdd =
  ({ started: { template }, code }: Context) =>
  (name: string): boolean =>
    template.newModules !== undefined &&
    moduleName.test(name) &&
    !Object.keys(template.workspace).some((file) => file.toLowerCase() === name.toLowerCase()) &&
    !importedBy(textAt(template.workspace, 'experiment.py') ?? code).has(stemOf(name));

/** What the Coder may edit for an experiment, with what is kept of the answers so far. */
export const editable = (context: Context): Files =>
  withEdits(
    { 'experiment.py': context.code, ...context.modules },
    { kept: context.keptEdits, mayAdd: mayAdd(context) },
  );

/** What is wrong with the modules that an answer would leave, or undefined. */
export const moduleProblem = ({ started: { template } }: Context, files: Files): string | undefined => {
  const { count, sizeBytes } = template.newModules ?? { count: 0, sizeBytes: 0 };
  const modules = Object.entries(files).filter(([name]) => name !== 'experiment.py');
  if (modules.length > count)
    return `There would be ${modules.length} modules beside experiment.py; at most ${count} may be made. Put what they hold into fewer.`;
  const large = modules.find(([, text]) => new TextEncoder().encode(text).length > sizeBytes);
  return large === undefined ? undefined : `${large[0]} is too large: a module has at most ${sizeBytes} bytes.`;
};

/** A module that was left out, and that the code imports all the same. */
export const missingModule = (skipped: readonly string[], files: Files): string | undefined => {
  const imported = new Set(Object.values(files).flatMap((text) => [...importedBy(text)]));
  return skipped.find((file) => file.endsWith('.py') && imported.has(stemOf(file)));
};
