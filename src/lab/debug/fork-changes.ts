import type { ForkChanges } from '../../actors/fork.ts';
import type { Event } from '../../events/envelope.ts';
import { rootScope, scopeKind, taskOf } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import { changedMembers } from '../../events/projections/compare.ts';
import type { Budget, Limits, RunStarted, Settings } from '../../events/vocabulary/run.ts';
import type { ModelChoice } from '../services.ts';
import { modelsAgain, namesModels } from '../work/again.ts';

/** The changes that a person wants in a fork. */
export type ForkWish = {
  readonly models: ModelChoice;
  readonly limits: { readonly [Name in keyof Limits]?: number };
  readonly settings: { readonly [Name in 'ideas' | 'parallel' | 'improvement' | 'approveIdeas']?: Settings[Name] };
  /** Limits for what the fork itself spends. */
  readonly budget: Partial<Budget>;
  /** Replaces the last shared event's data, and its type if one is given. */
  readonly edit?: ForkChanges['edit'];
  /** Replaces the model's answer, if the last shared event is the result of a model call. */
  readonly answer?: string | undefined;
  /** A comment at that point, on the idea that the last shared event belongs to. */
  readonly comment?: string | undefined;
};

const editOfAnswer = (text: string, point: Event): ForkChanges['edit'] => {
  const { value, error: _, ...data } = point.data as Readonly<Record<string, any>>;
  if (taskOf(point.id) === undefined || data.kind !== 'model' || point.type === 'task.started')
    throw new CodedError('fork.not_editable', `event ${point.id} (${point.type}) is not the result of a model call`);
  const usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };
  const known = value ?? { stopReason: 'end', usage, costUsd: 0, latencyMs: 0, model: 'human' };
  return { type: 'task.completed', data: { ...data, value: { ...known, text, model: 'human' } } };
};

const ideaScopeOf = (scope: string): string => {
  const idea = scope.split('.')[0] ?? rootScope;
  return scopeKind(idea) === 'idea' ? idea : rootScope;
};

/**
 * What a wish changes in a run whose last shared event is `point`. `present` is the run's budget at that point, `version`
 * this program's version; `resolve` returns models' full names, or reports unknown models.
 */
export const changesOf = async (
  wish: ForkWish,
  original: RunStarted,
  point: Event,
  present: Budget,
  version: string,
  resolve: (models: ModelChoice, settings: Settings) => Promise<RunStarted['models']>,
): Promise<ForkChanges> => {
  const limits = { ...original.settings.limits, ...wish.limits };
  const settings: Settings = { ...original.settings, limits, ...wish.settings };
  const models = namesModels(wish.models)
    ? await resolve(modelsAgain(original.models, wish.models), settings)
    : original.models;
  const program = { ...original.program, version };
  const budget = { ...present, ...wish.budget };
  const edit = wish.edit ?? (wish.answer === undefined ? undefined : editOfAnswer(wish.answer, point));
  const comment = wish.comment === undefined ? undefined : { scope: ideaScopeOf(point.scope), text: wish.comment };
  return {
    settings,
    models,
    program,
    budget,
    ...(edit && { edit }),
    ...(comment && { comment }),
    summary: [
      ...changedMembers(original.settings, settings),
      ...changedMembers(original.models, models, 'model of '),
      ...changedMembers(original.program, program, 'program '),
      ...changedMembers(present, budget, 'budget '),
      ...(comment === undefined ? [] : [`a comment on ${comment.scope}: ${comment.text}`]),
    ],
  };
};
