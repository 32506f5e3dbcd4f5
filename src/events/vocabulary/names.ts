/** The sections of a paper, in its order. Names stand apart from schemas: whoever only shows events loads no schema. */
export const sectionNames = [
  'abstract',
  'introduction',
  'related_work',
  'background',
  'method',
  'experimental_setup',
  'results',
  'conclusion',
] as const;

/** The numbers of a review that several reviews are compared by. */
export const ratingNames = [
  'originality',
  'quality',
  'clarity',
  'significance',
  'soundness',
  'presentation',
  'contribution',
  'overall',
  'confidence',
] as const;
