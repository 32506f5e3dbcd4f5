import type { Model } from '../../ports/model.ts';
import { boundOf } from './bound.ts';
import { Call, type CallParts } from './call.ts';

/** A model of an exchange: everything that all vendors need alike. */
export const createModel = (parts: Omit<CallParts, 'refused'>): Model => {
  const refused: CallParts['refused'] = new Set();
  return {
    name: parts.name,
    bound: (request) => boundOf(parts, request),
    answer: (request, call) => new Call({ ...parts, refused }, request, call).answer(),
  };
};
