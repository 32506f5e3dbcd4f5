import { directionOf } from '../../events/metric-direction.ts';
import type { RecordedExperiment } from '../../events/vocabulary/code.ts';
import { code, sentences } from '../scan.ts';
import { eachSection, type Manuscript } from './complaint.ts';
import { metricsIn } from './metric-names.ts';

const better = /\b(?:improv(?:es?|ed|ing|ements?)|outperform(?:s|ed|ing)?|better|superior|surpass(?:es|ed)?|faster)\b/i;
const down =
  /\b(?:reduc(?:es?|ed|ing|tions?)|decreas(?:es?|ed|ing)|lower(?:s|ed|ing)?|drop(?:s|ped)?|speeds? up|faster)\b/i;
const up = /\b(?:increas(?:es?|ed|ing)|rais(?:es?|ed)|higher|rises?|rose)\b/i;

/** Sentences that deny, hedge, plan or describe others' work make no claim about these results. */
const noClaim =
  /\b(?:not|no|never|neither|nor|without|fail\w*|worse|worsen\w*|degrad\w*|although|though|while|whereas|but|however|despite|trade-?offs?|at the (?:cost|expense)|whether|if|may|might|could|would|should|can|aims?|aim(?:ed|ing)|hope\w*|expect\w*|hypothes\w*|goal|seek\w*|attempt\w*|designed|intend\w*|propos\w*|future|prior|previous|potential\w*|room for|only)\b|n't\b|\\[cC]ite|\?/i;

const numeral = String.raw`\\?\$?\s*(-?\d+(?:\.\d+)?)`;
const change = new RegExp(String.raw`\bfrom\s+${numeral}[^.;]{0,200}?\bto\s+${numeral}`, 'i');

/** Detects a sentence that contradicts itself: "reduces the loss from 1.47 to 1.52". */
const contradiction = (sentence: string, direction: string | undefined): string | undefined => {
  const numbers = change.exec(sentence);
  if (numbers === null) return undefined;
  const [from, to] = [Number(numbers[1]), Number(numbers[2])];
  const falls = down.test(sentence) || (better.test(sentence) && direction === 'lower');
  const rises = up.test(sentence) || (better.test(sentence) && direction === 'higher');
  if (falls === rises || from === to) return undefined;
  return falls !== to < from ? `it says that the value ${falls ? 'falls' : 'rises'}, from ${from} to ${to}` : undefined;
};

const datasetsIn = (sentence: string, experiments: readonly RecordedExperiment[]): readonly string[] => {
  const text = sentence.toLowerCase().replaceAll('\\_', '_');
  const all = [...new Set(experiments.flatMap((experiment) => Object.keys(experiment.results)))];
  const named = all.filter(
    (dataset) => text.includes(dataset.toLowerCase().replaceAll('_', ' ')) || text.includes(dataset.toLowerCase()),
  );
  return named.length > 0 ? named : all;
};

/** True if no recorded experiment beats the baseline in this metric on any of these datasets, and one is worse. */
const isNowhereBetter = (
  experiments: readonly RecordedExperiment[],
  metric: string,
  datasets: readonly string[],
  direction: string,
): boolean => {
  const baseline = experiments.find(({ run }) => run === 0);
  const differences = experiments
    .filter(({ run }) => run !== 0)
    .flatMap((experiment) =>
      datasets.flatMap((dataset) => {
        const before = baseline?.results[dataset]?.means[metric];
        const after = experiment.results[dataset]?.means[metric];
        if (before === undefined || after === undefined) return [];
        return [direction === 'lower' ? before - after : after - before];
      }),
    );
  return differences.length > 0 && differences.every((gain) => gain <= 0) && differences.some((gain) => gain < 0);
};

const problemOf = (sentence: string, { metrics, experiments }: Manuscript): string | undefined => {
  if (noClaim.test(sentence)) return undefined;
  const measured = new Set(
    experiments.flatMap((experiment) =>
      Object.values(experiment.results).flatMap((result) => Object.keys(result.means)),
    ),
  );
  const named = metricsIn(
    sentence,
    [...measured].map((metric) => ({ metric, label: metrics[metric]?.label })),
  );
  const metric = named.length === 1 ? named[0] : undefined;
  const known = metric === undefined ? undefined : directionOf(metrics, metric);
  const direction = known?.better;
  const contradicted = contradiction(sentence, direction);
  if (contradicted !== undefined || metric === undefined || direction === undefined) return contradicted;
  const claimsGain =
    better.test(sentence) ||
    (direction === 'lower' ? down.test(sentence) && !up.test(sentence) : up.test(sentence) && !down.test(sentence));
  if (!claimsGain || !isNowhereBetter(experiments, metric, datasetsIn(sentence, experiments), direction))
    return undefined;
  return `no recorded experiment is better than the baseline in ${metric.replaceAll('_', ' ')} (${direction} is better${known?.isGuessed ? ', to judge by its name' : ''})`;
};

/**
 * Rejects worse numbers that are called improvements. Reports only sentences that name one metric and that no
 * experiment supports.
 */
export const checkClaims = eachSection((text, section, manuscript) => {
  if (section === 'related_work' || section === 'background') return [];
  return sentences(code(text)).flatMap(({ text: sentence, line }) => {
    const problem = problemOf(sentence, manuscript);
    if (problem === undefined) return [];
    return [{ line, blocking: false, text: `"${sentence.slice(0, 160)}": ${problem}; state what the numbers show` }];
  });
});
