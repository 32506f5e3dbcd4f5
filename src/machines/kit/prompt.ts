import { withoutTags } from '../../events/delimiters.ts';

/**
 * Parts of a prompt that a program can find again. Model text, papers and search results are untrusted: they stand
 * between tags, and the characters that could close a tag are escaped.
 */
export const step = (purpose: string): string => `<step>${purpose}</step>`;

export const data = (name: string, value: unknown): string =>
  `<data name="${name}">\n${(JSON.stringify(value, null, 1) ?? 'null').replaceAll('<', '\\u003c')}\n</data>`;

export const file = (name: string, text: string): string =>
  `<file name="${name}">\n${withoutTags(text, '<\\')}\n</file>`;

/** A text that stands in a prompt without tags of its own, such as a template's description of its task. */
export const prose = (text: string): string => withoutTags(text, '&lt;');

export const lines = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false).join('\n\n');
