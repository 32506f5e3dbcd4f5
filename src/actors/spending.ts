import type { Event } from '../events/envelope.ts';
import type { ErrorCode } from '../events/errors/registry.ts';
import { resultId } from '../events/id.ts';
import { addCosts, type Bound, type Cost, costOf, noCost, tokensOf } from '../events/projections/cost.ts';
import type { Budget, RunStarted } from '../events/vocabulary/run.ts';

const unlimited: Budget = { dollars: null, tokens: null, hours: null };

/** What a run has spent and what its calls under way can cost at most, against its budget. A fold of the log. */
export class Spending {
  budget: Budget = unlimited;
  /** How often the run was paused: what a request for the next pause is named after. */
  pauses = 0;
  private spent: Cost = noCost;
  /** Bounds of all attempts at a task that has no result yet. */
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
   * `budget.dollars` or `budget.tokens` when a call has no room. It has room while what is spent and reserved is below
   * the budget, so that the budget is overshot by less than one call; what costs nothing always has room.
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
