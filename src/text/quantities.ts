/** `58 ms`, `7.3 s`, `42 s`, `4 min 5 s`, `2 h 3 min`; truncated, never rounded up. */
export const durationText = (milliseconds: number): string => {
  const whole = Math.max(0, Math.floor(milliseconds));
  if (whole < 1000) return `${whole} ms`;
  if (whole < 10_000) return `${(Math.floor(whole / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(whole / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** `2026-01-02 15:04` in UTC. */
export const timeText = (time: string): string => time.slice(0, 16).replace('T', ' ');

type Spent = { readonly dollars: number; readonly unpriced: number };

/** `$1.20`; prefixed with `≥` if some calls have no known price. */
export const dollarsText = (spent: number | Spent): string => {
  const { dollars, unpriced } = typeof spent === 'number' ? { dollars: spent, unpriced: 0 } : spent;
  return `${unpriced > 0 ? '≥' : ''}$${dollars.toFixed(2)}`;
};

/** At most two decimals; `-` for null. */
export const numberText = (value: number | null): string =>
  value === null ? '-' : String(Math.round(value * 100) / 100);

/** A measurement: five digits of the mean, two of its standard error. */
export const measuredText = (mean: number | null, stderr: number | null | undefined): string => {
  if (mean === null) return '-';
  const error = stderr === null || stderr === undefined ? '' : ` ± ${Number(stderr.toPrecision(2))}`;
  return `${Number(mean.toPrecision(5))}${error}`;
};

/** `34 %` */
export const shareText = (fraction: number): string => `${Math.round(fraction * 100)} %`;

/** `812`, `14.2k`, `3.05M` */
export const countText = (count: number): string =>
  count < 1000 ? `${count}` : count < 1e6 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1e6).toFixed(2)}M`;

/** `12 KB`, `210 MB`, `1.5 GB`; each unit is 1024 of the previous one. */
export const sizeText = (bytes: number): string => {
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB`;
  return bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
};

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const gauge = (fraction: number, columns: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}`;
};
