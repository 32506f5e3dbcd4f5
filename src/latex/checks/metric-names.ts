const longForms: Readonly<Record<string, string>> = {
  val: 'validation',
  acc: 'accuracy',
  eval: 'evaluation',
  kl: 'KL',
  div: 'divergence',
  ppl: 'perplexity',
  secs: 'time',
};
const dropped = new Set(['final', 'best', 'mean', 'avg', 'average', 'min', 'max', 'means']);

/**
 * Returns the names that prose may use for a metric: `final_val_loss` -> "final val loss", "validation loss", and its
 * label.
 */
export const namesOf = (metric: string, label?: string): readonly string[] => {
  const words = metric
    .toLowerCase()
    .split(/[_\s]+/)
    .filter((word) => word !== '');
  const long = words.map((word) => longForms[word]?.toLowerCase() ?? word);
  const core = long.filter((word) => !dropped.has(word));
  const names = [metric.toLowerCase(), words.join(' '), long.join(' '), core.join(' '), label?.toLowerCase() ?? ''];
  return [...new Set(names)].filter((name) => name.length > 3);
};

/** Finds the metrics that a sentence names; "loss" inside "validation loss" does not count. */
export const metricsIn = (
  sentence: string,
  metrics: readonly { readonly metric: string; readonly label?: string | undefined }[],
): readonly string[] => {
  let rest = ` ${sentence.toLowerCase().replaceAll('\\_', '_').replace(/[~-]/g, ' ')} `;
  const found = new Set<string>();
  const names = metrics.flatMap(({ metric, label }) => namesOf(metric, label).map((name) => ({ metric, name })));
  for (const { metric, name } of names.sort((one, other) => other.name.length - one.name.length)) {
    if (!rest.includes(name)) continue;
    const pattern = new RegExp(`(?<![a-z_])${name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')}(?![a-z_])`, 'g');
    if (!pattern.test(rest)) continue;
    found.add(metric);
    // Includes other metrics with the same name, because the text does not tell which one is meant.
    for (const other of names) if (other.name === name) found.add(other.metric);
    rest = rest.replace(pattern, ' ');
  }
  return [...found];
};
