/** Names that models give the parts of an edit, in tags and in JSON. */
const old = ['search', 'find', 'old', 'old_string', 'old_str', 'old_text', 'old_code', 'original', 'before'];
const renewed = ['replace', 'replacement', 'new', 'new_string', 'new_str', 'new_text', 'new_code', 'updated', 'after'];
const named = ['file', 'path', 'file_path', 'filepath', 'file_name', 'filename'];
const full = ['content', 'contents', 'text', 'code', 'new_content', 'file_content'];

export type Part = 'old' | 'new' | 'name' | 'whole';

const parts: ReadonlyMap<string, Part> = new Map<string, Part>([
  ...old.map((word) => [word, 'old'] as const),
  ...renewed.map((word) => [word, 'new'] as const),
  ...named.map((word) => [word, 'name'] as const),
  ...full.map((word) => [word, 'whole'] as const),
]);

/** Returns which part of an edit a tag or key names, or undefined. */
export const partOf = (word: string): Part | undefined => parts.get(word.toLowerCase().replaceAll('-', '_'));
