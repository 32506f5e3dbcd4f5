import { jsonrepair } from 'jsonrepair';
import { parseJson, type Reviver } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';

/** The repair calls itself at each bracket, closed or not, so that their number bounds how deep it goes. */
const maximumBrackets = 1000;
const bracket = /[{[(]/g;

/**
 * JSON as models write it: most answers need no repair, which costs ten times as much as reading. Throws an error for a
 * text that cannot be repaired, and CodedError('value.too_deep').
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
