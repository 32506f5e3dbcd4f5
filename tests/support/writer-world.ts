import { createRoster } from '../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../src/events/outcome.ts';
import type { Tree } from '../../src/events/tree.ts';
import { codeEvents } from '../../src/events/vocabulary/code.ts';
import { experimentEvents } from '../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../src/events/vocabulary/idea.ts';
import { reviewEvents } from '../../src/events/vocabulary/review.ts';
import { limitsSchema } from '../../src/events/vocabulary/run.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { role as writer } from '../../src/machines/writer/index.ts';
import { bystander } from './bystander.ts';
import { Simulator } from './simulate.ts';

/** Declares the events that the Writer consumes; the tests append them themselves. */
const neighbours = bystander('neighbours', {
  'idea.started': ideaEvents['idea.started'],
  'experiment.completed': experimentEvents['experiment.completed'],
  'coding.finished': codeEvents['coding.finished'],
  'paper.reviewed': reviewEvents['paper.reviewed'],
  'idea.reopened': controlEvents['idea.reopened'],
});

export const roster = () =>
  createRoster(
    [writer, neighbours].map((role) => ({ role, from: 'tests', version: '1' })),
    {},
    ['model', 'search', 'typeset'],
  );

export const template: Tree = {
  'template.tex': {
    text: String.raw`\documentclass{article}
\usepackage{amsmath,amssymb,booktabs,graphicx,natbib,url}
\title{%%TITLE%%}
\begin{document}
\maketitle
\noindent %%DISCLOSURE%% (%%RUN%%)
\begin{abstract}
%%ABSTRACT%%
\end{abstract}
%%SECTIONS%%
\bibliographystyle{plainnat}
\bibliography{references}
\appendix
%%APPENDIX%%
\end{document}
`,
  },
};

export const startedWith = (limits: object = {}, rest: { improvement?: boolean; latex?: Tree } = {}) => ({
  settings: {
    profile: 'quick',
    mode: 'batch',
    ideas: 1,
    parallel: 1,
    improvement: rest.improvement ?? false,
    limits: limitsSchema.parse({ citationRounds: 2, answers: 2, ...limits }),
    budget: { dollars: null, tokens: null, hours: null },
    concurrency: {},
  },
  template: {
    name: 'toy',
    taskDescription: 'Train a small model.',
    environment: {},
    metrics: { val_loss: { better: 'lower' }, val_accuracy: { better: 'higher' } },
    latex: rest.latex ?? template,
  },
  models: { writer: 'playbook:toy', coder: 'anthropic:some_model', director: 'none' },
  program: { name: 'AI Scientist', version: '0.1.0' },
  sandbox: 'bubblewrap',
  baseline: null,
});

const resources = { wallTimeMs: 1200, cpuTimeMs: 900, peakMemoryBytes: 5e7, diskBytes: 1000 };
const results = (loss: number, accuracy: number) => ({
  toy_set: { means: { val_loss: loss, val_accuracy: accuracy }, stderrs: { val_loss: 0.011, val_accuracy: 0.004 } },
});

export const environment = { cpu: 'Intel(R) Xeon(R) 2.20GHz', gpu: 'none', python: '3.11.2', torch: '2.4.0 & more' };

export const coding = {
  runs: [
    { run: 0, description: 'the baseline', results: results(1.4731, 0.8123) },
    { run: 1, description: 'dropout of 0.1', results: results(1.5212, 0.8342) },
  ],
  notes: 'Dropout raised the loss.',
  figures: [{ file: 'loss.png', blob: 'a'.repeat(64), sizeBytes: 10, description: 'The loss over time.' }],
  code: { 'experiment.py': { text: 'print("training")' }, 'plot.py': { text: 'print("plot")' } },
  environment,
};

export const paperRecord = (id: string, title: string, author = 'Zoë Müller') => ({
  id,
  title,
  authors: [author, 'Ann Other'],
  year: 2019,
  venue: 'Journal of Tests & Trials',
  abstract: 'An abstract.',
  url: 'https://example.org/paper_1',
  citationCount: 3,
});

const bodies: Readonly<Record<string, string>> = {
  results: String.raw`Dropout gives a higher loss, as Table~\ref{tab:main} and Figure~\ref{fig:loss} show.
\begin{table}[t]\centering
\begin{tabular}{lcc}\toprule
Variant & Loss & Accuracy \\ \midrule
Baseline & 1.473 & 81.23 \\
Dropout & 1.521 & 83.42 \\ \bottomrule
\end{tabular}
\caption{Main results.}\label{tab:main}
\end{table}
\begin{figure}[t]\centering\includegraphics[width=0.5\linewidth]{loss.png}\caption{Loss.}\label{fig:loss}\end{figure}`,
};

export const bodyOf = (section: string): string =>
  bodies[section] ?? `This is the ${section.replaceAll('_', ' ')} of a paper about dropout in small models.`;

export const stepIn = (input: any): string => /<step>([^<]*)<\/step>$/.exec(input.messages.at(-1).content)?.[1] ?? '';

export const dataIn = (input: any, name: string): any => {
  const match = new RegExp(`<data name="${name}">\n([\\s\\S]*?)\n</data>`).exec(input.messages.at(-1).content);
  return match?.[1] === undefined ? undefined : JSON.parse(match[1]);
};

export const fenced = (text: string, language = 'latex'): string => `Here it is.\n\`\`\`${language}\n${text}\n\`\`\``;
export const json = (value: unknown): string => fenced(JSON.stringify(value), 'json');

type Answers = Readonly<Record<string, (input: any, call: number) => string | undefined>>;

const usual: Answers = {
  'writer.title': () => json({ title: 'Dropout & Small Models: 5% Worse' }),
  'writer.draft': (input) => fenced(bodyOf(dataIn(input, 'section'))),
  'writer.refine': (input) => fenced(dataIn(input, 'draft')),
  'writer.revise': (input) => fenced(`${dataIn(input, 'draft')}\n\nRevised by the review.`),
  'writer.cite': (_, call) => json({ query: call === 1 ? 'dropout' : null, reason: 'related work' }),
  'writer.choose': () => json({ insertions: [{ paper: 1, section: 'related_work', after: 'a paper about dropout' }] }),
};

export const pdf = { blob: 'b'.repeat(64), sizeBytes: 2048, pages: 6 };
export const goodPdf = { ok: true, pdf, errors: [], warnings: [], logTail: '', text: 'The text of the paper.' };

type World = {
  readonly answers?: Answers;
  readonly search?: (input: { query: string; limit: number }) => Outcome<unknown>;
  readonly typeset?: (input: { sources: Tree; main: string }, call: number) => Outcome<unknown>;
  readonly started?: unknown;
};

/** The Writer with scripted neighbours, models, library and compiler, up to finished experiments. */
export const openWriter = (world: World = {}) => {
  const calls = new Map<string, number>();
  const asked: { step: string; input: any }[] = [];
  const count = (name: string): number => {
    calls.set(name, (calls.get(name) ?? 0) + 1);
    return calls.get(name) ?? 0;
  };
  const perform = (kind: string, input: any): Outcome<unknown> => {
    if (kind === 'search') {
      return (
        world.search?.(input) ?? success({ library: 'test', papers: [paperRecord('p1', 'Dropout: A Simple Way')] })
      );
    }
    if (kind === 'typeset') return world.typeset?.(input, count('typeset')) ?? success(goodPdf);
    const step = stepIn(input);
    asked.push({ step, input });
    const answer = { ...usual, ...world.answers }[step]?.(input, count(step));
    return answer === undefined ? failure('model.unavailable', 'no answer') : success({ text: answer });
  };
  const simulator = new Simulator(roster(), perform).start(world.started ?? startedWith());
  const append = (type: string, id: string, data: unknown, scope = 'idea-1') =>
    simulator.append({ id, type, scope, role: 'others', data });
  append('idea.started', 'idea-1.others.1', {
    number: 1,
    idea: {
      name: 'dropout',
      title: 'Dropout',
      experiment: 'Try dropout.',
      interestingness: 5,
      feasibility: 9,
      novelty: 2,
      parents: [],
    },
    baseline: {
      run: 0,
      attempt: 1,
      results: {},
      resources,
      environment,
      sandbox: 'bubblewrap',
      outputs: {},
      stdout: '',
      stderr: '',
    },
  });
  append('experiment.completed', 'idea-1.others.2', {
    run: 1,
    attempt: 1,
    results: results(1.5212, 0.8342),
    outputs: {},
    resources,
    environment,
    sandbox: 'bubblewrap',
    stdout: '',
    stderr: '',
  });
  append('log.chained', 'log.1', { through: 256, sha256: 'c0ffee'.repeat(10) }, 'run');
  append('coding.finished', 'idea-1.others.3', coding);
  const review = (version: number, score: number) =>
    append('paper.reviewed', `idea-1.others.review-${version}`, {
      version,
      review: { summary: 'A paper.', decision: 'Reject', weaknesses: ['short'] },
      score,
      reviews: 1,
    });
  return { simulator, asked, append, review };
};
