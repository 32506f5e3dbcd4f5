import { jsonrepair } from 'jsonrepair';
import { parseJson, type Reviver } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';

/** The repair recurses at every bracket, closed or not, so the number of brackets bounds its depth. */
const maximumBrackets = 1000;
const bracket = /[{[(]/g;

/**
 * Parses JSON as models write it, repairing it only if plain parsing fails, because a repair costs ten times as much.
 * Throws an error for text that cannot be repaired, and CodedError('value.too_deep').
 */
export const readLooseJson = (text: string, reviver?: Reviver): unknown => {
  try {
    return parseJson(text, reviver);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if ((text.match(bracket)?.length ?? 0) > maximumBrackets) throw error;
    return parseJson(jsonrepair(text), reviver);
  }
};
