/**
 * The sections of a paper, in order. Names are separate from schemas, so that code that only shows events loads no
 * schema.
 */
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

/** The numeric fields by which reviews are compared. */
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
