import type { Event } from '../events/envelope.ts';
import type { ErrorCode } from '../events/errors/registry.ts';
import { resultId } from '../events/id.ts';
import { addCosts, type Bound, type Cost, costOf, noCost, tokensOf } from '../events/projections/cost.ts';
import type { Budget, RunStarted } from '../events/vocabulary/run.ts';

const unlimited: Budget = { dollars: null, tokens: null, hours: null };

/** Folds the log into a run's spending and the maximum cost of its calls in progress, against its budget. */
export class Spending {
  budget: Budget = unlimited;
  /** The number of pauses so far; the id of the next pause request contains it. */
  pauses = 0;
  private spent: Cost = noCost;
  /** The bounds of all attempts at each task without a result. */
  private readonly reserved = new Map<string, readonly Bound[]>();

  apply(event: Event): void {
    const data = event.data as { task: string; bound?: Bound; budget: Budget };
    switch (event.type) {
      case 'run.started':
        this.budget = (data as unknown as Partial<RunStarted>).settings?.budget ?? unlimited;
        break;
      case 'run.forked':
        this.budget = data.budget;
        this.spent = noCost;
        this.reserved.clear();
        break;
      case 'run.resumed':
        this.budget = data.budget;
        break;
      case 'run.paused':
        this.pauses += 1;
        break;
      case 'task.started':
        if (data.bound) this.reserved.set(data.task, [...(this.reserved.get(data.task) ?? []), data.bound]);
        break;
      case 'task.completed':
      case 'task.failed':
        if (event.id === resultId(data.task)) this.reserved.delete(data.task);
        this.spent = addCosts(this.spent, costOf(event));
        break;
    }
  }

  get isLimited(): boolean {
    return this.budget.dollars !== null || this.budget.tokens !== null;
  }

  /**
   * Returns `budget.dollars` or `budget.tokens` when a call does not fit. A call fits while the amount spent and reserved
   * is below the budget, so that the overshoot is less than one call; a free call always fits.
   */
  refusal({ dollars, tokens }: Bound): ErrorCode | undefined {
    const bounds = [...this.reserved.values()].flat();
    const used = {
      dollars: this.spent.dollars + bounds.reduce((sum, bound) => sum + (bound.dollars ?? 0), 0),
      tokens: tokensOf(this.spent) + bounds.reduce((sum, bound) => sum + bound.tokens, 0),
    };
    const wanted = { dollars: dollars ?? 0, tokens };
    const over = (['dollars', 'tokens'] as const).find((unit) => {
      const limit = this.budget[unit];
      return limit !== null && wanted[unit] > 0 && used[unit] >= limit;
    });
    return over && `budget.${over}`;
  }
}
