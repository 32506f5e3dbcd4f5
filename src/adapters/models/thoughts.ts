/** An answer and the reasoning before it; `thoughts` is empty when there was none. */
export type Separated = { readonly text: string; readonly thoughts: string };

/** End-of-turn tokens that some servers leave in the text. */
const turnEnd = /<\|(?:im_end|end|return|eot_id|eom_id|endoftext|end_of_text)\|>$/;

/** Maximum to remove; more than that is the model's own text. */
const maximumTurnEnds = 10;

const withoutTurnEnds = (text: string): string => {
  let left = text;
  for (let count = 0; count < maximumTurnEnds; count += 1) {
    const trimmed = left.trimEnd();
    const cut = trimmed.replace(turnEnd, '');
    if (cut === trimmed) break;
    left = cut;
  }
  return left;
};

/** OpenAI's Harmony format: messages in channels; `final` is the answer. */
const harmony = /<\|channel\|>\s{0,4}(\w{1,40})\b[^<]{0,200}<\|message\|>/g;
const harmonyEnd = /<\|(?:end|return|call|start)\|>/;

const fromHarmony = (text: string): Separated | undefined => {
  const heads = [...text.matchAll(harmony)];
  if (heads.length === 0) return undefined;
  const messages = heads.map((head, index) => {
    const rest = text.slice(head.index + head[0].length, heads[index + 1]?.index);
    const end = rest.search(harmonyEnd);
    return { channel: head[1]?.toLowerCase(), text: end < 0 ? rest : rest.slice(0, end) };
  });
  const joined = (isFinal: boolean) =>
    messages
      .filter(({ channel }) => (channel === 'final') === isFinal)
      .map((message) => message.text)
      .join('\n');
  return { text: joined(true), thoughts: joined(false) };
};

/** Matches tags around reasoning, and lines that open or close a code fence. */
const token = /<(\/?)(think|thinking|thought|thoughts|reasoning)>|\[(\/?)THINK\]|^[ \t]*(```+|~~~+)/gim;

type Token = {
  readonly at: number;
  readonly end: number;
  readonly kind: 'open' | 'close' | 'fence';
  readonly ownLine: boolean;
};

const tokensIn = (text: string): readonly Token[] =>
  [...text.matchAll(token)].map((match) => {
    const [whole, slash, tag, bracketSlash, fence] = match;
    const end = match.index + whole.length;
    const before = text.slice(text.lastIndexOf('\n', match.index - 1) + 1, match.index);
    const isClosing = (tag === undefined ? bracketSlash : slash) === '/';
    return {
      at: match.index,
      end,
      kind: fence !== undefined ? 'fence' : isClosing ? 'close' : 'open',
      ownLine: before.trim() === '',
    };
  });

/**
 * Removes the reasoning spans from a text. A tag that opens inside a code fence belongs to the code. A closing tag
 * without an opening one ends reasoning that began with the text, because some servers drop the first tag. Unclosed
 * reasoning extends to the end.
 */
const fromTags = (text: string): Separated => {
  const kept: string[] = [];
  const thoughts: string[] = [];
  let from = 0;
  let depth = 0;
  let isFenced = false;
  for (const { at, end, kind, ownLine } of tokensIn(text)) {
    if (depth > 0) {
      if (kind === 'fence') continue;
      depth += kind === 'open' ? 1 : -1;
      if (depth > 0) continue;
      thoughts.push(text.slice(from, at));
      from = end;
    } else if (kind === 'fence') isFenced = !isFenced;
    else if (kind === 'open') {
      if (isFenced) continue;
      kept.push(text.slice(from, at));
      from = end;
      depth = 1;
    } else if (!isFenced || ownLine) {
      thoughts.push(...kept.splice(0), text.slice(from, at));
      from = end;
      isFenced = false;
    }
  }
  (depth > 0 ? thoughts : kept).push(text.slice(from));
  return { text: kept.join(''), thoughts: thoughts.join('\n') };
};

/**
 * Separates a model's reasoning from its answer in all known forms: `<think>` and similar tags, `[THINK]` and Harmony
 * channels, with any drafts inside. Runs in linear time. Returns the text unchanged when it has no reasoning.
 */
export const separateThoughts = (raw: string): Separated => {
  const { text, thoughts } = fromHarmony(raw) ?? fromTags(raw);
  const answer = withoutTurnEnds(text);
  return thoughts === '' && answer === raw
    ? { text: raw, thoughts: '' }
    : { text: answer.trim(), thoughts: thoughts.trim() };
};
