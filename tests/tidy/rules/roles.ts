import type { Texts } from '../../../scripts/source-tree.ts';

/** The files that every role must have. */
const roleFiles = ['context.ts', 'index.ts', 'machine.ts', 'manifest.ts'] as const;

const inRole = /^src\/machines\/([^/]+)\/([^/]+)$/;

/** Role folders that lack a file or are not built-in roles, and built-in roles without a folder. */
export const roleFaults = (texts: Texts, roles: readonly string[]): readonly string[] => {
  const folders = new Map<string, string[]>();
  for (const path of texts.keys()) {
    const [, role = '', file = ''] = inRole.exec(path) ?? [];
    if (role !== '' && role !== 'kit') folders.set(role, [...(folders.get(role) ?? []), file]);
  }
  return [
    ...roles.filter((role) => !folders.has(role)).map((role) => `the role ${role} has no folder in src/machines`),
    ...[...folders.keys()].filter((role) => !roles.includes(role)).map((role) => `src/machines/${role} is no role`),
    ...[...folders].flatMap(([role, files]) =>
      roleFiles.filter((file) => !files.includes(file)).map((file) => `src/machines/${role} has no ${file}`),
    ),
  ];
};

/** `index.ts` has one meaning: the role that a folder exports. */
export const strayIndexes = (texts: Texts): readonly string[] =>
  [...texts.keys()].filter(
    (path) =>
      path.endsWith('/index.ts') && !/^(?:src\/machines\/(?!kit\/)[^/]+|examples\/[^/]+)\/index\.ts$/.test(path),
  );
