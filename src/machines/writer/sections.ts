import type { SectionName } from '../../events/vocabulary/paper.ts';

type Section = {
  readonly name: SectionName;
  readonly heading: string;
  /** Related work waits for its citations, and is refined with all the others. */
  readonly refinedAtOnce: boolean;
  readonly guidance: string;
};

/** In the order of writing. */
export const sections: readonly Section[] = [
  {
    name: 'abstract',
    heading: 'Abstract',
    refinedAtOnce: true,
    guidance: `One paragraph of 120 to 220 words, with no citation, no reference and no display mathematics.
Say in this order: what is studied and why it matters; why it is hard or open; what was done; how it was tested; what was found, with the one or two most important numbers; and what it means, including a negative result, stated as such.
A reader who reads nothing else must not come away believing more than the results show.`,
  },
  {
    name: 'introduction',
    heading: 'Introduction',
    refinedAtOnce: true,
    guidance: `400 to 700 words. Longer than the abstract and not a copy of it: the problem and who has it; why existing work does not solve it; the idea in plain words; how it is tested; the findings, with their most important numbers.
Start from the specific question, not from the history of the field. End with an itemized list of two to four contributions. A contribution is something that was done or found here and that the results support; a finding that the idea does not help is a contribution too.`,
  },
  {
    name: 'background',
    heading: 'Background',
    refinedAtOnce: true,
    guidance: `250 to 500 words. Give what a reader from a neighbouring field needs to follow the method: the model, objective or phenomenon it builds on, and a short \\subsection for the problem setting with the notation used from here on.
Define every symbol when it first appears, and introduce none that is not used later. Name unusual assumptions. Do not describe the method of this paper yet, and leave the comparison with other work to the related work.`,
  },
  {
    name: 'method',
    heading: 'Method',
    refinedAtOnce: true,
    guidance: `350 to 700 words. Say what was done and why, in the notation of the background, precisely enough to be reproduced: describe what experiment.py really does, not what was once planned.
Give the equations that define the method, and say in words what each does. Say how the method reduces to the baseline, and what each tested variant changes. Do not report results here.`,
  },
  {
    name: 'experimental_setup',
    heading: 'Experimental Setup',
    refinedAtOnce: true,
    guidance: `250 to 500 words. Describe the instance of the method that was tested: data sets and their sizes and splits, metrics (and which direction is better), baseline, architecture, hyperparameters, number of seeds and what the reported error is, as they are in experiment.py with the settings that were used. A small table of hyperparameters is welcome.
State the hardware and software only as the recorded environment has them, or leave them out. Do not describe anything that was not run.`,
  },
  {
    name: 'results',
    heading: 'Results',
    refinedAtOnce: true,
    guidance: `500 to 900 words besides tables and figures. Use only numbers from the recorded results, compared with the baseline, with standard errors where they are recorded. At least one table (booktabs) of the main numbers, copied digit for digit or rounded, and every informative figure, each in a figure environment with caption and label, and each referred to in the text. A caption says what is shown, what the error bars are, and what to look for.
Begin with the question of the paper and its answer. Name the experiments by what was changed in them. Where the method is worse than the baseline, say that it is worse, and by how much. A difference smaller than about two standard errors of the difference (the root of the sum of both squared) must be called not distinguishable from noise. If ablations were run, say what each shows. Mark untested explanations as such.
End with a paragraph of limitations: few seeds, small data, what was not tested, hyperparameters that were not tuned equally.`,
  },
  {
    name: 'conclusion',
    heading: 'Conclusion',
    refinedAtOnce: true,
    guidance: `120 to 300 words, one to three paragraphs: what was asked, done and found, worded differently from the abstract; what the limitations mean for the findings; what would be worth trying next and why the results suggest it. Claim nothing that the results section does not show.`,
  },
  {
    name: 'related_work',
    heading: 'Related Work',
    refinedAtOnce: false,
    guidance: `300 to 600 words, with a paragraph for each line of work. Compare and contrast instead of listing: for each line of work, say what it assumes and does differently, and why it does or does not apply to the problem setting here. If an applicable method was not compared with, say so.
Name approaches and, where you are sure, their authors, in words; sources are looked up and cited in a later step, so write sentences to which a citation can be attached. Leave out work that you are not sure exists.`,
  },
];

/** In the order of the paper; the abstract is separate. */
export const bodySections = [
  'introduction',
  'related_work',
  'background',
  'method',
  'experimental_setup',
  'results',
  'conclusion',
] as const satisfies readonly SectionName[];

export const sectionAt = (index: number): Section => {
  const section = sections[index];
  if (section === undefined) throw new Error(`there is no section ${index}`);
  return section;
};

export const headingOf = (name: SectionName): string =>
  sections.find((section) => section.name === name)?.heading ?? name;

/** Labels that the program sets, one for each heading. */
export const sectionLabel = (name: SectionName): string => `sec:${name}`;

export const fileOf = (name: SectionName): string => `${name}.tex`;
