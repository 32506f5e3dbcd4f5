type Applied =
  | { readonly files: Readonly<Record<string, string>>; readonly changed: readonly string[] }
  | { readonly complaint: string };

const block = /^(\S+\.tex)\s*\n```\w*\n<{7} SEARCH\n([\s\S]*?)\n?={7}\n([\s\S]*?)\n?>{7} REPLACE/gm;

/** Applies exact edit blocks, all of them or none. */
export const applyAnswer = (files: Readonly<Record<string, string>>, answer: string): Applied => {
  const result: Record<string, string> = { ...files };
  const changed: string[] = [];
  for (const [, file = '', search = '', replacement = ''] of answer.matchAll(block)) {
    if (search === '' || !result[file]?.includes(search))
      return { complaint: `${file}: the lines to find are not there.` };
    result[file] = result[file].replace(search, () => replacement);
    changed.push(file);
  }
  return changed.length === 0 ? { complaint: 'There is no edit block.' } : { files: result, changed };
};
