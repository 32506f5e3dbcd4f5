import { actorErrors } from './actor.ts';
import { brokerErrors } from './broker.ts';
import { bundleErrors } from './bundle.ts';
import { commandErrors } from './command.ts';
import { ideaErrors } from './idea.ts';
import { literatureErrors } from './literature.ts';
import { modelErrors } from './model.ts';
import { outsideErrors } from './outside.ts';
import { paperErrors } from './paper.ts';
import { rosterErrors } from './roster.ts';
import { runErrors } from './run.ts';
import { sandboxErrors } from './sandbox.ts';
import { setupErrors } from './setup.ts';
import { templateErrors } from './template.ts';

/** Every error code of the program: its meaning and remedy. docs/errors.md is generated from it. */
export const errors = {
  ...actorErrors,
  ...brokerErrors,
  ...bundleErrors,
  ...commandErrors,
  ...ideaErrors,
  ...literatureErrors,
  ...modelErrors,
  ...outsideErrors,
  ...paperErrors,
  ...rosterErrors,
  ...runErrors,
  ...sandboxErrors,
  ...setupErrors,
  ...templateErrors,
};

/** `area.reason`, such as `model.rate_limited`. Recorded logs contain codes, so a code is never renamed. */
export type ErrorCode = keyof typeof errors;
