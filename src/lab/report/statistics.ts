export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard error of the mean, s / sqrt(n) with s from n - 1; null for fewer than two values. */
export const standardError = (values: readonly number[]): number | null => {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
};

export const maximum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((highest, value) => Math.max(highest, value));

/** Pearson's correlation; null if one side does not vary. */
export const correlation = (pairs: readonly (readonly [number, number])[]): number | null => {
  const count = pairs.length;
  let [sumX, sumY] = [0, 0];
  for (const [x, y] of pairs) {
    sumX += x;
    sumY += y;
  }
  let [squaresX, squaresY, products] = [0, 0, 0];
  for (const [x, y] of pairs) {
    const [fromX, fromY] = [x - sumX / count, y - sumY / count];
    squaresX += fromX * fromX;
    squaresY += fromY * fromY;
    products += fromX * fromY;
  }
  return squaresX > 0 && squaresY > 0 ? products / Math.sqrt(squaresX * squaresY) : null;
};

/** A quantile of sorted values, linear between neighbours; null without values. */
export const quantile = (sorted: readonly number[], fraction: number): number | null => {
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place));
};
