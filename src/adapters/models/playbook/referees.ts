/** A referee's habits: the focus and the strictness of the rating. */
export type Judge = {
  readonly leniency: number;
  readonly confidence: number;
  readonly thought: string;
  readonly weakness: string;
  readonly question: string;
};

const judges: readonly [Judge, ...Judge[]] = [
  {
    leniency: 0,
    confidence: 4,
    thought: 'I compare each claim of the abstract with the tables.',
    weakness:
      'Steps to a fixed accuracy are a noisy measure, and seeds that exhaust the budget are counted at the budget, which hides the size of effects.',
    question: 'Do the conclusions stay the same with another threshold, such as 90 % validation accuracy?',
  },
  {
    leniency: 0.5,
    confidence: 3,
    thought: 'I ask first what is learned from the paper, whichever way its result went.',
    weakness:
      'What happens inside the networks is inferred from two time points only; norms or representations over training are not shown.',
    question: 'Could the authors show how the norms of the parts develop between memorisation and generalisation?',
  },
  {
    leniency: -0.6,
    confidence: 4,
    thought: 'I ask whether this would change what anybody does.',
    weakness:
      'The practical weight is slight: the task is a laboratory one, and the change is not tried where generalisation matters.',
    question: 'Is there a task outside of operation tables on which the authors would expect the same?',
  },
  {
    leniency: 0.3,
    confidence: 3,
    thought: 'I look at whether the experiment can tell the explanations apart.',
    weakness: 'Two explanations of the outcome are named and not separated by a further experiment.',
    question: 'Which outcome of the proposed next experiment would make the authors give up their reading?',
  },
  {
    leniency: -0.2,
    confidence: 5,
    thought: 'I check the comparison with the baseline.',
    weakness: 'A single learning rate and decay coefficient is used; the sign of the effects could depend on them.',
    question: 'Does the effect keep its sign with half and with twice the learning rate?',
  },
];

export const judgeNumber = (number: number): Judge => judges[(number - 1) % judges.length] ?? judges[0];
