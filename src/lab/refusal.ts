import type { ErrorCode } from '../events/errors/registry.ts';
import { CodedError } from '../events/outcome.ts';

/** A coded error with what it follows from, so that a face can show that in full. */
export class Refusal<Evidence> extends CodedError {
  readonly evidence: Evidence;

  constructor(code: ErrorCode, message: string, evidence: Evidence) {
    super(code, message);
    this.evidence = evidence;
  }
}
