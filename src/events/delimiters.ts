/** Parts of a prompt stand between these tags; a `<` before one of them, however it is spaced or written, is found. */
const tag = /<(?=[\s\p{Cf}]{0,20}\/?[\s\p{Cf}]{0,20}(?:step|data|file|paper)\b)/giu;

/** Material in which no tag of a prompt is opened or closed: what such a `<` becomes is given. */
export const withoutTags = (text: string, instead: string): string => text.replace(tag, () => instead);
