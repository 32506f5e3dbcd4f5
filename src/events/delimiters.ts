/** Matches the `<` of a tag that delimits parts of prompts, in any spelling or spacing. */
const tag = /<(?=[\s\p{Cf}]{0,20}\/?[\s\p{Cf}]{0,20}(?:step|data|file|paper)\b)/giu;

/** Replaces the `<` of such tags, so that the text can neither open nor close one. */
export const withoutTags = (text: string, instead: string): string => text.replace(tag, () => instead);

const escapedTag = /<\\(?=[\s\p{Cf}]{0,20}\/?[\s\p{Cf}]{0,20}(?:step|data|file|paper)\b)/giu;

/** Restores tags that `withoutTags` has escaped with a backslash, as in the files that a prompt shows. */
export const withTags = (text: string): string => text.replace(escapedTag, '<');
