import type { Results } from './vocabulary/experiment.ts';
import type { Template } from './vocabulary/run.ts';

export type Direction = {
  readonly better: 'lower' | 'higher';
  /** True if nobody said so: it follows from the metric's name. */
  readonly isGuessed: boolean;
};

const lower = new Set(
  [
    'loss losses err error errors mse rmse mae mape nmse nll perplexity ppl bpc bpb kl divergence wasserstein emd mmd',
    'distance regret cost time times seconds sec ms duration latency runtime steps epochs iterations memory flops params',
    'fid wer cer brier ece gap violation violations collisions residual variance surprise energy overhead',
  ]
    .join(' ')
    .split(' '),
);
const higher = new Set(
  [
    'acc accuracy score f1 auc auroc auprc precision recall sensitivity specificity r2 bleu rouge meteor map ndcg mrr iou',
    'dice psnr ssim reward rewards return returns success throughput likelihood elbo hits correlation pearson spearman',
    'kappa mcc coverage diversity fitness speedup fps solved reached',
  ]
    .join(' ')
    .split(' '),
);

/** A word that reverses or unsettles the meaning of the others. */
const unclear = new Set('negative neg minus inverse no non num number count ratio per'.split(' '));

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

/** Guesses from the words of a metric's name; returns undefined if they say nothing or contradict each other. */
const guess = (name: string): Direction['better'] | undefined => {
  const words = wordsOf(name);
  const [falls, rises] = [lower, higher].map((known) => words.some((word) => known.has(word)));
  if (falls === rises || words.some((word) => unclear.has(word))) return undefined;
  return falls ? 'lower' : 'higher';
};

/** The direction in which a metric is better: as the template or a person says, else guessed. */
export const directionOf = (metrics: Template['metrics'], name: string): Direction | undefined => {
  const given = Object.hasOwn(metrics, name) ? metrics[name]?.better : undefined;
  if (given !== undefined) return { better: given, isGuessed: false };
  const better = guess(name);
  return better === undefined ? undefined : { better, isGuessed: true };
};

export type MetricNotes = {
  readonly measured: readonly string[];
  /** Measured metrics whose direction is guessed. */
  readonly guessed: Readonly<Record<string, Direction['better']>>;
  /** Measured metrics whose direction is unknown. */
  readonly unknown: readonly string[];
  /** Metrics that the template describes and the results do not have. */
  readonly unmeasured: readonly string[];
};

/** Compares the metrics that a template describes with those of its results. */
export const metricNotes = (metrics: Template['metrics'], results: Results): MetricNotes => {
  const measured = [...new Set(Object.values(results).flatMap(({ means }) => Object.keys(means)))];
  const directions = measured.map((name) => [name, directionOf(metrics, name)] as const);
  return {
    measured,
    guessed: Object.fromEntries(
      directions.flatMap(([name, direction]) => (direction?.isGuessed ? [[name, direction.better]] : [])),
    ),
    unknown: directions.flatMap(([name, direction]) => (direction === undefined ? [name] : [])),
    unmeasured: Object.keys(metrics).filter((name) => !measured.includes(name)),
  };
};
