import { type Event, seal } from '../../src/events/envelope.ts';
import { experiment, ideaNamed, modelResult, startedWith, type Wishes } from './studio.ts';

/** Hand-written events of a run, one minute apart. */
export class Log {
  readonly events: Event[] = [];
  private readonly counts = new Map<string, number>();

  add(type: string, scope: string, role: string, data: unknown, id?: string): this {
    const count = (this.counts.get(role) ?? 0) + 1;
    this.counts.set(role, count);
    const draft = {
      id: id ?? `${scope}.${role}.${count}`,
      type,
      version: type === 'run.started' ? 2 : 1,
      run: 'here',
      scope,
      role,
      causationid: 'x',
      data,
    };
    this.events.push(seal(draft, new Date(Date.UTC(2026, 0, 1, 0, this.events.length)).toISOString()));
    return this;
  }

  start(wishes: Wishes, more: Parameters<typeof startedWith>[1] = {}): this {
    return this.add('run.started', 'run', 'host', startedWith(wishes, more), 'run.started');
  }

  model(role: string, scope: string, dollars: number | null): this {
    return this.add('task.completed', scope, role, modelResult(dollars));
  }
}

const results = (loss: number) => ({ shakes: { means: { loss }, stderrs: { loss: 0.1 } } });
const fix = { tail: 'Traceback', resources: null };
const figure = { file: 'loss.png', blob: 'f', sizeBytes: 1, description: 'The loss.' };

/** One idea from its request to its reviewed paper, with an experiment that fails at first. */
export const developed = (): Log => {
  const log = new Log().start({ ideas: 2, limits: { reviews: 2 } });
  log.add('experiment.requested', 'baseline', 'director', { run: 0, attempt: 1, workspace: {} });
  log.add('experiment.completed', 'baseline', 'experimenter', experiment(0, 2));
  log.add('idea.requested', 'run', 'director', { number: 1 });
  log
    .model('scientist', 'run', 0.1)
    .add('answer.rejected', 'run', 'scientist', { key: 'propose', purpose: 'p', attempt: 1, complaint: 'c' });
  const idea = { ...ideaNamed('first'), parents: ['seed_idea'] };
  log
    .model('scientist', 'run', 0.2)
    .add('idea.drafted', 'idea-1', 'scientist', { number: 1, draft: 1, done: false, idea: ideaNamed('draft') });
  log.add('idea.drafted', 'idea-1', 'scientist', { number: 1, draft: 2, done: true, idea });
  log.add('idea.proposed', 'idea-1', 'scientist', { number: 1, idea });
  log.add('novelty.queried', 'idea-1', 'scientist', { round: 1, query: 'toys', thought: 'hm' });
  log.add('novelty.searched', 'idea-1', 'scientist', {
    round: 1,
    query: 'toys',
    library: '',
    papers: [],
    error: 'search.down: no',
  });
  log.add('idea.judged', 'idea-1', 'scientist', { number: 1, novel: true, decided: true, rounds: 2, reason: 'new' });
  log.add('idea.started', 'idea-1', 'director', { number: 1, idea, baseline: experiment(0, 2) });
  log
    .model('coder', 'idea-1', 0.4)
    .add('plan.made', 'idea-1', 'coder', { runs: [{ description: 'half the rate' }, { description: 'twice' }] });
  log.add('code.edited', 'idea-1', 'coder', { run: 1, attempt: 1, file: 'experiment.py', text: '' });
  log.add('experiment.requested', 'idea-1', 'coder', { run: 1, attempt: 1, workspace: {} });
  log.add('experiment.failed', 'idea-1', 'experimenter', {
    run: 1,
    attempt: 1,
    reason: 'crashed',
    explanation: 'exit 1',
    ...fix,
  });
  log.add('experiment.requested', 'idea-1', 'coder', { run: 1, attempt: 2, workspace: {} });
  log.add('experiment.completed', 'idea-1', 'experimenter', { ...experiment(1, 1.5), attempt: 2 });
  log.add('note.written', 'idea-1', 'coder', { run: 1, text: 'It helped.' });
  log.add('plot.requested', 'idea-1', 'coder', { attempt: 1, workspace: {} });
  log.add('figures.described', 'idea-1', 'coder', { figures: [figure] });
  const runs = [
    { run: 0, description: 'baseline', results: results(2) },
    { run: 1, description: 'half the rate, really', results: results(1.5) },
  ];
  log.add('coding.finished', 'idea-1', 'coder', { runs, notes: '', figures: [figure], code: {}, environment: {} });
  log.add('section.drafted', 'idea-1', 'writer', { section: 'abstract', text: 'We', stage: 'draft' });
  log.add('section.drafted', 'idea-1', 'writer', { section: 'abstract', text: 'We do', stage: 'refined' });
  log.add('paper.typeset', 'idea-1', 'writer', { round: 1, ok: true, errors: [] });
  log.add('paper.compiled', 'idea-1', 'writer', {
    version: 1,
    title: 'A Paper',
    pdf: { blob: 'p', sizeBytes: 9, pages: 8 },
    sources: {},
    text: '',
    remaining: ['a label'],
  });
  log.add('review.requested', 'idea-1.review-1', 'reviewer', { version: 1, number: 1, of: 2, text: '' });
  log.model('referee', 'idea-1.review-1', null);
  log.add('review.submitted', 'idea-1', 'referee', { version: 1, number: 1, review: { overall: 5 }, problem: '' });
  log.add('review.submitted', 'idea-1', 'referee', { version: 1, number: 2, review: null, problem: 'model.down' });
  log.add('meta-review.written', 'idea-1', 'reviewer', { version: 1, review: { overall: 5 } });
  log.add('paper.reviewed', 'idea-1', 'reviewer', { version: 1, review: { overall: 5 }, score: 5, reviews: 1 });
  log.add('paper.finished', 'idea-1', 'writer', { version: 1, score: 5, decision: 'Reject' });
  return log.add('idea.finished', 'idea-1', 'director', {
    number: 1,
    name: 'first',
    outcome: 'reviewed',
    reason: 'Version 1: Reject',
    score: 5,
  });
};
