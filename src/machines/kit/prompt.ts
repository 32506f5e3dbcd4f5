import { withoutTags } from '../../events/delimiters.ts';

/**
 * Delimits parts of a prompt so that a program can find them. Model output, papers and search results are untrusted:
 * they are placed between tags, and characters that could close a tag are escaped.
 */
export const step = (purpose: string): string => `<step>${purpose}</step>`;

export const data = (name: string, value: unknown): string =>
  `<data name="${name}">\n${(JSON.stringify(value, null, 1) ?? 'null').replaceAll('<', '\\u003c')}\n</data>`;

export const file = (name: string, text: string): string =>
  `<file name="${name}">\n${withoutTags(text, '<\\')}\n</file>`;

/** Escapes text that appears in a prompt without tags of its own, such as a template's task description. */
export const prose = (text: string): string => withoutTags(text, '&lt;');

export const lines = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false).join('\n\n');
