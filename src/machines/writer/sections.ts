import type { SectionName } from '../../events/vocabulary/paper.ts';

type Section = {
  readonly name: SectionName;
  readonly heading: string;
  /** Related work waits for its citations, and gets its refinement with all the others. */
  readonly refinedAtOnce: boolean;
  readonly guidance: string;
};

/** In the order in which they are written. */
export const sections: readonly Section[] = [
  {
    name: 'abstract',
    heading: 'Abstract',
    refinedAtOnce: true,
    guidance: `One paragraph of 120 to 220 words, with no citation, no reference and no display mathematics.
Say in this order: what is studied and why it matters; why it is hard or open; what was done; how it was tested; what was found, with the one or two most telling numbers; and what it means, including a negative result, stated as such.`,
  },
  {
    name: 'introduction',
    heading: 'Introduction',
    refinedAtOnce: true,
    guidance: `Longer than the abstract and not a copy of it: the problem and who has it; why it is not solved by what there is; the idea in plain words; how it is tested; the findings.
End with an itemized list of two to four contributions. A contribution is something that was done or found here and that the results bear out; a finding that the idea does not help is a contribution too.`,
  },
  {
    name: 'background',
    heading: 'Background',
    refinedAtOnce: true,
    guidance: `What a reader from a neighbouring field needs in order to follow the method: the model, objective or phenomenon it builds on, and a short problem setting with the notation used from here on.
Define every symbol when it first appears. Name assumptions that are out of the ordinary. Do not describe the method of this paper yet.`,
  },
  {
    name: 'method',
    heading: 'Method',
    refinedAtOnce: true,
    guidance: `What was done and why, in the notation of the background, so exactly that it could be built again: describe what experiment.py really does, not what was once planned.
Give the equations that define the method. Do not report results here.`,
  },
  {
    name: 'experimental_setup',
    heading: 'Experimental Setup',
    refinedAtOnce: true,
    guidance: `The instance of the method that was tested: data sets, metrics (and which direction is better), baseline, architecture, hyperparameters, number of seeds, as they are in experiment.py.
State the hardware and software only as the recorded environment has them, or leave them out. Nothing that was not run belongs here.`,
  },
  {
    name: 'results',
    heading: 'Results',
    refinedAtOnce: true,
    guidance: `Only numbers of the recorded results, compared with the baseline, with standard errors where they are recorded. At least one table (booktabs) of the main numbers, copied digit for digit or rounded, and every figure that says something, each in a figure environment with caption and label, and each referred to in the text.
Name the experiments by what was changed in them. Where the method is worse than the baseline, say that it is worse, and by how much. Differences within the standard errors are no differences. If ablations were run, say what each shows. State the limitations: few seeds, small data, what was not tested, hyperparameters that were not tuned alike.`,
  },
  {
    name: 'conclusion',
    heading: 'Conclusion',
    refinedAtOnce: true,
    guidance: `One to three paragraphs: what was asked, done and found, in other words than the abstract's; what the limitations mean for the findings; what would be worth trying next and why the results suggest it.`,
  },
  {
    name: 'related_work',
    heading: 'Related Work',
    refinedAtOnce: false,
    guidance: `Compare and contrast, do not list: for each line of work, what it assumes and does differently, and why it does or does not apply to the problem setting here. Where a method could be applied and was not compared with, say so.
Name approaches and, where you are sure, their authors, in words; sources are looked up and cited in a later step, so write sentences to which a citation can be attached.`,
  },
];

/** In the order in which they stand in the paper; the abstract stands apart. */
export const bodySections: readonly SectionName[] = [
  'introduction',
  'related_work',
  'background',
  'method',
  'experimental_setup',
  'results',
  'conclusion',
];

export const sectionAt = (index: number): Section => {
  const section = sections[index];
  if (section === undefined) throw new Error(`there is no section ${index}`);
  return section;
};

export const headingOf = (name: SectionName): string =>
  sections.find((section) => section.name === name)?.heading ?? name;

/** Labels that the program itself sets, one at each heading. */
export const sectionLabel = (name: SectionName): string => `sec:${name}`;

export const fileOf = (name: SectionName): string => `${name}.tex`;
