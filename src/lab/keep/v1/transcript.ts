import type { ImportedIdea } from '../../../events/vocabulary/imported.ts';

const scale: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

/** "7,394" -> 7394, "11k" -> 11000, "1.2M" -> 1200000. */
const amount = (text: string): number => {
  const unit = text.slice(-1).toLowerCase();
  const digits = (unit in scale ? text.slice(0, -1) : text).replaceAll(',', '');
  return Math.round(Number(digits) * (scale[unit in scale ? unit : ''] ?? 1));
};

const usage =
  /^>? ?Tokens: (\d[\d,.]{0,15}[kM]?) sent,(?: \d[\d,.]{0,15}[kM]? cache [a-z]{1,10},){0,2} (\d[\d,.]{0,15}[kM]?) received\.(?: Cost: \$(\d[\d,.]{0,15}) )?/;
const named = /^>? ?(?:Main model|Models?): (\S{1,100})/;

/** What the transcript of an assistant for code says of its model calls: tokens, dollars, and the model. */
export const readTranscript = (
  text: string,
): { readonly cost: ImportedIdea['cost']; readonly model: string | null } => {
  let [calls, dollars, inputTokens, outputTokens, unpriced] = [0, 0, 0, 0, 0];
  let model: string | null = null;
  for (const line of text.split('\n')) {
    model ??= named.exec(line)?.[1] ?? null;
    const [, sent, received, paid] = usage.exec(line) ?? [];
    if (sent === undefined || received === undefined) continue;
    calls += 1;
    inputTokens += amount(sent);
    outputTokens += amount(received);
    if (paid === undefined) unpriced += 1;
    else dollars += Number(paid.replaceAll(',', '').replace(/\.$/, ''));
  }
  return { cost: { calls, dollars: Math.round(dollars * 1e6) / 1e6, inputTokens, outputTokens, unpriced }, model };
};
