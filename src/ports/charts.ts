/** Values of several groups on one scale, each with its mean and the standard error of the mean. */
type Distributions = {
  readonly kind: 'distributions';
  readonly groups: readonly {
    readonly label: string;
    readonly values: readonly number[];
    readonly mean: number;
    readonly error: number | null;
  }[];
  readonly range: readonly [low: number, high: number];
};

/** One bar for each group, with a text at its end. */
type Bars = {
  readonly kind: 'bars';
  readonly groups: readonly { readonly label: string; readonly value: number; readonly text: string }[];
};

/** Counts that grow in steps over time. */
type Steps = {
  readonly kind: 'steps';
  readonly series: readonly {
    readonly label: string;
    /** Milliseconds since 1970, and the count from then on. */
    readonly points: readonly (readonly [time: number, count: number])[];
  }[];
};

export type Chart = (Distributions | Bars | Steps) & {
  /** `[a-z-]`; the files are `<name>.svg` and `<name>.png`. */
  readonly name: string;
  readonly title: string;
  /** Of the horizontal axis. */
  readonly axis: string;
};

export interface Charts {
  /** Draws each chart as SVG and PNG; returns the files. Creates the folder. Throws CodedError('charts.failed'). */
  draw(charts: readonly Chart[], folder: string): Promise<readonly string[]>;
}
