import { parseJson } from '../../events/json.ts';
import { failure, type Outcome, success } from '../../events/outcome.ts';

const beginning = (text: string): string => JSON.stringify(text.trimStart().slice(0, 60));

/** `what` describes the answer; the message shows the answer's beginning. */
export const unreadable = (service: string, what: string, text: string): Outcome<never> =>
  failure('literature.unreadable', `${service} answers with ${what}; it begins ${beginning(text)}`);

export const readJson = (service: string, text: string): Outcome<unknown> => {
  try {
    return success(parseJson(text));
  } catch {
    return unreadable(service, 'text that is not JSON, or nested too deep', text);
  }
};
