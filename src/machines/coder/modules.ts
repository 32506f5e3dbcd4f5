import { textAt } from '../../events/tree.ts';
import { type Files, withEdits } from '../kit/edits/edits.ts';
import type { Context } from './context.ts';

const moduleName = /^[A-Za-z_]\w{0,60}\.py$/;
const imports = /^[ \t]*(?:from|import)[ \t]+([^\n#]{1,400})/gm;

/** Returns the top-level names of imported modules: `import a.b, c as d` -> a, c. */
const importedBy = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(imports)].flatMap(([line, list = '']) =>
      (line.trimStart().startsWith('from') ? [list] : list.split(',')).map((one) => /^\w*/.exec(one.trim())?.[0] ?? ''),
    ),
  );

const stemOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '');

/** True for a new module beside experiment.py that shadows neither a file nor an imported module. */
export const mayAdd =
  ({ started: { template }, code }: Context) =>
  (name: string): boolean =>
    template.newModules !== undefined &&
    moduleName.test(name) &&
    !Object.keys(template.workspace).some((file) => file.toLowerCase() === name.toLowerCase()) &&
    !importedBy(textAt(template.workspace, 'experiment.py') ?? code).has(stemOf(name));

/** The files that the Coder may edit for an experiment, with the edits kept so far. */
export const editable = (context: Context): Files =>
  withEdits(
    { 'experiment.py': context.code, ...context.modules },
    { kept: context.keptEdits, mayAdd: mayAdd(context) },
  );

/** Returns what is wrong with the resulting modules, if anything. */
export const moduleProblem = ({ started: { template } }: Context, files: Files): string | undefined => {
  const { count, sizeBytes } = template.newModules ?? { count: 0, sizeBytes: 0 };
  const modules = Object.entries(files).filter(([name]) => name !== 'experiment.py');
  if (modules.length > count)
    return `There would be ${modules.length} modules beside experiment.py; at most ${count} may be made. Put what they hold into fewer.`;
  const large = modules.find(([, text]) => new TextEncoder().encode(text).length > sizeBytes);
  return large === undefined ? undefined : `${large[0]} is too large: a module has at most ${sizeBytes} bytes.`;
};

/** Returns an omitted module that the code imports, if any. */
export const missingModule = (skipped: readonly string[], files: Files): string | undefined => {
  const imported = new Set(Object.values(files).flatMap((text) => [...importedBy(text)]));
  return skipped.find((file) => file.endsWith('.py') && imported.has(stemOf(file)));
};
