/** Explains a code to a person in whole sentences: what went wrong, and what to do about it. */
export type ErrorEntry = { readonly meaning: string; readonly remedy: string };

export type ErrorArea = Readonly<Record<string, ErrorEntry>>;
