import type { Model } from '../../ports/model.ts';
import { boundOf } from './bound.ts';
import { Call, type CallParts } from './call.ts';

/** Makes a model from an exchange: everything that is common to all vendors. */
export const createModel = (parts: Omit<CallParts, 'refused'>): Model => {
  const refused: CallParts['refused'] = new Set();
  return {
    name: parts.name,
    bound: (request) => boundOf(parts, request),
    answer: (request, call) => new Call({ ...parts, refused }, request, call).answer(),
  };
};
