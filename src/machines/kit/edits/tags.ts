import { partOf } from './form.ts';
import { type Name, nameInInfo, nameInLine } from './names.ts';
import type { Proposal, Reading } from './proposal.ts';
import { linesOf } from './text.ts';

const tag = /<(\/?)([A-Za-z][\w-]{1,20})((?:\s[^<>\n]{0,200})?)>/g;

/** Returns the lines between two tags; line breaks next to a tag belong to the tag. */
const between = (text: string): readonly string[] => linesOf(text.replace(/^[ \t]*\n/, '').replace(/\n[ \t]*$/, '\n'));

type Open = { readonly word: string; readonly part: 'old' | 'new'; readonly start: number };

/**
 * Reads edits as `<search>…</search><replace>…</replace>` and variants, preceded by the file's name in a tag or
 * attribute.
 */
export const readTaggedEdits = (text: string, known: readonly string[]): Reading => {
  const proposals: Proposal[] = [];
  const problems: string[] = [];
  let name: Name | undefined;
  let open: Open | undefined;
  let search: readonly string[] | undefined;
  for (const match of text.matchAll(tag)) {
    const [whole, slash = '', word = '', attributes = ''] = match;
    const part = partOf(word);
    const end = match.index + whole.length;
    if (open !== undefined) {
      if (slash === '' || word !== open.word) continue;
      const lines = between(text.slice(open.start, match.index));
      if (open.part === 'old') search = lines;
      else if (search !== undefined) {
        proposals.push({ name, changes: [{ search, replace: lines }] });
        search = undefined;
      }
      open = undefined;
    } else if (slash === '') {
      const line = /^[^<\n]{1,200}/.exec(text.slice(end, end + 200))?.[0] ?? '';
      name = nameInInfo(attributes, known) ?? (part === 'name' ? nameInLine(line, known) : undefined) ?? name;
      if (part === 'old' || (part === 'new' && search !== undefined)) open = { word, part, start: end };
    }
  }
  if (open?.part === 'new')
    problems.push(`The tag <${open.word}> is not closed: the answer seems to have been cut off. Make it shorter.`);
  return { proposals, problems };
};
