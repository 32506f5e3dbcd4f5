const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** 1,572,864 -> `1.5 MB`: powers of 1024, one decimal at most. */
export const describeBytes = (bytes: number): string => {
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`;
};

export const describeDuration = (durationMs: number): string =>
  durationMs < 1000 ? `${durationMs} ms` : `${Number((durationMs / 1000).toFixed(1))} s`;
