import { parseJson } from '../../events/json.ts';
import { failure, type Outcome, success } from '../../events/outcome.ts';

const beginning = (text: string): string => JSON.stringify(text.trimStart().slice(0, 60));

/** `what` was wrong with an answer; the beginning of it is shown. */
export const unreadable = (service: string, what: string, text: string): Outcome<never> =>
  failure('literature.unreadable', `${service} answers with ${what}; it begins ${beginning(text)}`);

export const readJson = (service: string, text: string): Outcome<unknown> => {
  try {
    return success(parseJson(text));
  } catch {
    return unreadable(service, 'something that is no JSON, or nested too deep', text);
  }
};
