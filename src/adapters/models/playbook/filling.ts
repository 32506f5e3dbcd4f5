import type { Measured } from './measured.ts';

/** The values for filling holes in a playbook's text. */
export type Filling = {
  readonly measured: Measured;
  /** metric -> which direction is better, and its heading in tables. */
  readonly metrics: Readonly<Record<string, { readonly better: 'lower' | 'higher'; readonly heading: string }>>;
  /** dataset -> its name in the text. */
  readonly datasets: Readonly<Record<string, string>>;
  /** Experiment -> its name in tables. */
  readonly labels: Readonly<Record<string, string>>;
  /** Parameters of the idea, and of the profile that experiment.py ran with. */
  readonly numbers: Readonly<Record<string, string>>;
};
