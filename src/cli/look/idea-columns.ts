import type { ArchiveEntry } from '../../events/projections/archive.ts';
import { dollarsText, numberText } from '../../text/quantities.ts';
import type { Column } from '../../text/table.ts';

const novelty = ({ judgement, novelty: rounds }: ArchiveEntry): string => {
  if (judgement === null) return rounds.length === 0 ? '-' : 'checking';
  const verdict = judgement.novel ? 'novel' : 'not novel';
  return `${judgement.decided ? verdict : 'undecided'} (${rounds.length} searches)`;
};

/** Columns for ideas in both `show` and `archive`. */
export const ideaColumns: readonly Column<ArchiveEntry>[] = [
  { title: '#', text: ({ number }) => String(number), right: true },
  { title: 'IDEA', text: ({ name }) => name || '(no draft yet)' },
  { title: 'OUTCOME', text: ({ outcome, state }) => outcome ?? `${state}…` },
  { title: 'SCORE', text: ({ score }) => numberText(score), right: true },
  { title: 'NOVELTY', text: novelty },
  { title: 'COST', text: ({ cost }) => dollarsText(cost), right: true },
  { title: 'REASON', text: ({ reason }) => reason, flexible: true },
];
