import { CodedError } from '../../../events/outcome.ts';
import type { Content } from './content.ts';
import type { Question } from './question.ts';
import { json, latex, partOf, withMeasurements } from './script.ts';

export const title = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  return json({ title: withMeasurements(content, part, question, part.script.title) });
};

export const draft = (content: Content, question: Question): string => {
  const part = partOf(content, question);
  const text = part.script.files[`${question.data.section}.tex`];
  if (text === undefined)
    throw new CodedError('playbook.unscripted', `the playbook has no section "${question.data.section}" for this idea`);
  return latex(withMeasurements(content, part, question, text));
};

/** Refining returns the sections unchanged, with citations added since, because drafts are complete. */
export const refine = (_: Content, question: Question): string => latex(String(question.data.draft ?? ''));

/** A revision narrows the claims in the conclusion, because there are no new experiments to report. */
export const revise = ({ review }: Content, question: Question): string => {
  const text = String(question.data.draft ?? '');
  const isDue = question.data.section === 'conclusion' && !text.includes(review.answer);
  return latex(isDue ? `${text}\n\n${review.answer}` : text);
};

/** Answers that there is no repair, so that the paper stays unchanged. */
export const fix = (): string => 'The scripted text has no repair for these findings.';
