import type { RecordedExperiment } from '../../events/vocabulary/code.ts';
import type { SectionName } from '../../events/vocabulary/paper.ts';
import type { Template } from '../../events/vocabulary/run.ts';

/** A paper as the checks see it, and the facts that it must match. */
export type Manuscript = {
  readonly sections: Readonly<Partial<Record<SectionName, string>>>;
  /** Keys in the bibliography. */
  readonly keys: readonly string[];
  /** Files that plot.py made. */
  readonly figures: readonly string[];
  /** Labels outside the sections' texts. */
  readonly labels: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly experiments: readonly RecordedExperiment[];
  readonly metrics: Template['metrics'];
};

export type Complaint = {
  readonly section: SectionName;
  readonly line: number | null;
  readonly text: string;
  /** The compiler would reject the paper, or leave a hole in the PDF. */
  readonly blocking: boolean;
};

export type Check = (manuscript: Manuscript) => readonly Complaint[];

/** A check that examines one section at a time. */
export const eachSection =
  (
    look: (text: string, section: SectionName, manuscript: Manuscript) => readonly Omit<Complaint, 'section'>[],
  ): Check =>
  (manuscript) =>
    sectionsOf(manuscript).flatMap(([section, text]) =>
      look(text, section, manuscript).map((complaint) => ({ ...complaint, section })),
    );

export const sectionsOf = (manuscript: Manuscript): readonly (readonly [SectionName, string])[] =>
  Object.entries(manuscript.sections) as [SectionName, string][];

export const worded = (complaint: Complaint): string =>
  `${complaint.section}.tex${complaint.line === null ? '' : `, line ${complaint.line}`}: ${complaint.text}`;
