export {
  type Emission,
  emit,
  emitEach,
  keep,
  type MakeEmission,
  machineOptions,
  perform,
  roleSetup,
  type Work,
} from './actions.ts';
export { answerSchema, thought } from './answer-schema.ts';
export { type Asking, ask, asking, askingEvents, hearComments, type Prompt } from './ask.ts';
export { type Parsed, parseJsonAnswer } from './json-answer.ts';
export { data, file, lines, prose } from './prompt.ts';
export { duration, shownResults, size } from './quantities.ts';
export type { ActorInput, EventDefinition, Incoming, Role } from './role.ts';
