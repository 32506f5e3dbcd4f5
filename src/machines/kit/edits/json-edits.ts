import { withTexCommands } from '../json/tex.ts';
import { readLooseJson } from '../read-json.ts';
import { readBlocks } from './blocks.ts';
import { findFences } from './fences.ts';
import { type Part, partOf } from './form.ts';
import { type Name, nameInInfo } from './names.ts';
import type { Proposal } from './proposal.ts';
import { linesOf } from './text.ts';

const maximumDepth = 6;
const maximumNodes = 2000;

const parsed = (text: string): unknown => {
  try {
    return readLooseJson(text);
  } catch {
    // Text that is not JSON contains no edits in JSON.
    return undefined;
  }
};

const candidates = (lines: readonly string[]): readonly string[] => {
  const fenced = findFences(lines)
    .filter(({ info }) => /^json/i.test(info))
    .map(({ start, end }) => lines.slice(start + 1, end).join('\n'));
  const all = lines.join('\n').trim();
  return [...fenced, ...(/^[{[]\s*["{[]/.test(all) ? [all] : [])];
};

const partsIn = (value: object): ReadonlyMap<Part, string> => {
  const found = new Map<Part, string>();
  for (const [key, inner] of Object.entries(value)) {
    const part = partOf(key);
    if (part !== undefined && typeof inner === 'string' && !found.has(part)) found.set(part, inner);
  }
  return found;
};

/**
 * Reads edits as objects (`{"file": …, "search": …, "replace": …}`), whole files as objects, or blocks within strings.
 */
export const readJsonEdits = (lines: readonly string[], known: readonly string[]): readonly Proposal[] => {
  const proposals: Proposal[] = [];
  let nodes = 0;
  const visit = (value: unknown, name: Name | undefined, depth: number): void => {
    nodes += 1;
    if (depth > maximumDepth || nodes > maximumNodes) return;
    if (typeof value === 'string') {
      const { proposals: blocks } = readBlocks(value.split('\n'), known);
      proposals.push(...blocks.map((block) => ({ ...block, name: block.name ?? name })));
    } else if (typeof value === 'object' && value !== null) {
      const parts = partsIn(value);
      const [search, replace, whole] = [parts.get('old'), parts.get('new'), parts.get('whole')];
      const own = nameInInfo(parts.get('name') ?? '', known) ?? name;
      if (search !== undefined && replace !== undefined)
        proposals.push({ name: own, changes: [{ search: linesOf(search), replace: linesOf(replace) }] });
      else if (whole !== undefined && parts.has('name') && !/^<{5,}/m.test(whole))
        proposals.push({ name: own, changes: [], whole: linesOf(whole) });
      else for (const inner of Object.values(value)) visit(inner, own, depth + 1);
    }
  };
  for (const candidate of candidates(lines)) {
    // In code a tab and a line break before a word are common; in LaTeX they are rare, and commands are not.
    const text = known.every((name) => name.endsWith('.tex')) ? withTexCommands(candidate) : candidate;
    if (proposals.length === 0) visit(parsed(text), undefined, 0);
  }
  return proposals;
};
