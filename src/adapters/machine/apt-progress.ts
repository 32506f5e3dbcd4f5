/**
 * Reads the `APT::Status-Fd` lines among apt's output and returns its progress, such as `41 packages of 139`; undefined
 * for a line without new progress. Source: apt's README.progress-reporting.
 */
export const aptProgress = (): ((line: string) => string | undefined) => {
  const installed = new Set<string>();
  let total = 0;
  let latest = '';
  const read = (line: string): string | undefined => {
    const plan = /^(\d+) upgraded, (\d+) newly installed/.exec(line);
    if (plan !== null) total = Number(plan[1]) + Number(plan[2]);
    const fetching = /^dlstatus:\d+:[\d.]+:Retrieving file (\d+) of (\d+)/.exec(line);
    if (fetching !== null) return `fetching ${fetching[1]} of ${fetching[2]}`;
    const done = /^pmstatus:([^:]+)(?::[a-z0-9]+)?:[\d.]+:Installed /.exec(line)?.[1];
    if (done === undefined) return undefined;
    installed.add(done);
    return `${installed.size} packages of ${Math.max(total, installed.size)}`;
  };
  return (line) => {
    const progress = read(line);
    if (progress === undefined || progress === latest) return undefined;
    latest = progress;
    return progress;
  };
};
