import assert from 'node:assert/strict';
import { role } from '../../src/machines/director/index.ts';
import { dataOf, Simulator } from './simulate.ts';
import { ideaNamed, recordedBaseline, rosterWith, startedWith, type Wishes } from './studio.ts';

/** The Director alone. A test gives it the events of others; each call returns what the Director records in response. */
export class Story {
  readonly simulator: Simulator;
  private told = 0;

  constructor(wishes: Wishes, more: Parameters<typeof startedWith>[1] = recordedBaseline) {
    const perform = () => assert.fail('the Director asks for no task');
    this.simulator = new Simulator(rosterWith(role), perform).start(startedWith(wishes, more));
  }

  /** What the Director has recorded since the last call, as `type scope-or-subject`. */
  heard(): string[] {
    while (this.simulator.advance());
    const fresh = this.simulator.events.slice(this.told);
    this.told = this.simulator.events.length;
    return fresh
      .filter((event) => event.role === 'director')
      .map(({ type, scope, data }) => {
        const { number, outcome, reason, scope: subject } = data as any;
        const about = type === 'idea.requested' ? `${number}` : type === 'scope.cancelled' ? subject : scope;
        return [type, about, outcome, type === 'run.paused' && reason].filter(Boolean).join(' ');
      });
  }

  when(type: string, data: unknown = {}, scope = 'run'): string[] {
    const id = `given.${this.simulator.events.length + 1}`;
    this.simulator.append({ id, type, scope, role: 'given', data });
    return this.heard();
  }

  proposed(number: number, novel = true): string[] {
    const scope = `idea-${number}`;
    this.when('idea.proposed', { number, idea: ideaNamed(`idea_${number}`) }, scope);
    return this.when('idea.judged', { number, novel, decided: true, rounds: 2, reason: 'so' }, scope);
  }

  finished(number: number, score = 5): string[] {
    this.when('paper.reviewed', { version: 1, review: {}, score, reviews: 5 }, `idea-${number}`);
    return this.when('paper.finished', { version: 1, score, decision: 'Reject' }, `idea-${number}`);
  }

  quiesced(): string[] {
    return this.when('run.quiesced', { after: this.simulator.events.length, states: {} });
  }

  data(type: string): any[] {
    return dataOf(this.simulator.events, type);
  }

  state(): unknown {
    return (this.simulator.fold.states()['run.director'] as any).state;
  }
}
