import type { IdeaLine } from '../../events/projections/idea-line.ts';
import { dollarsText, numberText } from '../../text/quantities.ts';
import type { Column } from '../../text/table.ts';

const novelty = ({ judgement, searches }: IdeaLine): string => {
  if (judgement === null) return searches === 0 ? '-' : 'checking';
  const verdict = judgement.novel ? 'novel' : 'not novel';
  return `${judgement.decided ? verdict : 'undecided'} (${searches} searches)`;
};

/** Columns for ideas in both `show` and `archive`. */
export const ideaColumns: readonly Column<IdeaLine>[] = [
  { title: '#', text: ({ number }) => String(number), right: true },
  { title: 'IDEA', text: ({ name }) => name || '(no draft yet)' },
  { title: 'OUTCOME', text: ({ outcome, state }) => outcome ?? `${state}…` },
  { title: 'SCORE', text: ({ score }) => numberText(score), right: true },
  { title: 'NOVELTY', text: novelty },
  { title: 'COST', text: ({ cost }) => dollarsText(cost), right: true },
  { title: 'REASON', text: ({ reason }) => reason, flexible: true },
];
