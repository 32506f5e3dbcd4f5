/** A referee's habits: the focus and the strictness of the rating. What is asked of a paper stands in the playbook. */
export type Judge = {
  readonly leniency: number;
  readonly confidence: number;
  readonly thought: string;
};

const judges: readonly [Judge, ...Judge[]] = [
  { leniency: 0, confidence: 4, thought: 'I compare each claim of the abstract with the tables.' },
  {
    leniency: 0.5,
    confidence: 3,
    thought: 'I ask first what is learned from the paper, whichever way its result went.',
  },
  { leniency: -0.6, confidence: 4, thought: 'I ask whether this would change what anybody does.' },
  { leniency: 0.3, confidence: 3, thought: 'I look at whether the experiment can tell the explanations apart.' },
  { leniency: -0.2, confidence: 5, thought: 'I check the comparison with the baseline.' },
];

export const judgeNumber = (number: number): Judge => judges[(number - 1) % judges.length] ?? judges[0];
