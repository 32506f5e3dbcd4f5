import { homedir } from 'node:os';

/** The person's home folder; undefined for a user without one, as in a container that runs under any user id. */
export const homeFolder = (): string | undefined => {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
};

/** Replaces a leading `~`, which no shell has replaced in a setting, in `--option=~/file`, or in a service's command line. */
export const expandTilde = (path: string, home: string | undefined): string =>
  home !== undefined && /^~(?=\/|$)/.test(path) ? home + path.slice(1) : path;

/** The same for each word of a command line and each `--option=value`. A word with a space is text, not a path. */
export const expandWords = (words: readonly string[], home: string | undefined): readonly string[] =>
  words.map((word) => {
    if (/\s/.test(word)) return word;
    const [, option = '', value = word] = /^(--[a-z-]+=)(.*)$/.exec(word) ?? [];
    return option + expandTilde(value, home);
  });
