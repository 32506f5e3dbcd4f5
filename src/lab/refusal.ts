import type { ErrorCode } from '../events/errors/registry.ts';
import { CodedError } from '../events/outcome.ts';

/** A coded error with its evidence, so that a face can show it in full. */
export class Refusal<Evidence> extends CodedError {
  readonly evidence: Evidence;

  constructor(code: ErrorCode, message: string, evidence: Evidence) {
    super(code, message);
    this.evidence = evidence;
  }
}
