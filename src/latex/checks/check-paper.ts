import type { SectionName } from '../../events/vocabulary/paper.ts';
import { checkCharacters } from './characters.ts';
import { checkCitations } from './citations.ts';
import { checkClaims } from './claims.ts';
import { type Check, type Complaint, type Manuscript, worded } from './complaint.ts';
import { checkDangers } from './dangers.ts';
import { checkEscapes } from './escapes.ts';
import { checkExperimentLabels } from './experiment-labels.ts';
import { checkFigures } from './figures.ts';
import { checkHardware } from './hardware.ts';
import { checkLabels } from './labels.ts';
import { checkNesting } from './nesting.ts';
import { checkNumbers } from './numbers.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkRepeats } from './repeats.ts';

export { type Complaint, type Manuscript, worded } from './complaint.ts';
export { dangersIn } from './dangers.ts';

const local: readonly Check[] = [
  checkDangers,
  checkNesting,
  checkCharacters,
  checkCitations,
  checkFigures,
  checkEscapes,
  checkPlaceholders,
  checkExperimentLabels,
  checkHardware,
  checkClaims,
  checkNumbers,
];
const global: readonly Check[] = [checkRepeats, checkLabels];

/** Returns all problems of a paper that code can detect. */
export const checkPaper = (manuscript: Manuscript): readonly Complaint[] =>
  [...local, ...global].flatMap((check) => check(manuscript));

/** Returns the problems of one section, worded for its refinement. */
export const checkSection = (manuscript: Manuscript, section: SectionName): readonly string[] => {
  const alone = { ...manuscript, sections: { [section]: manuscript.sections[section] ?? '' } };
  return [...local, checkRepeats].flatMap((check) => check(alone)).map(worded);
};
