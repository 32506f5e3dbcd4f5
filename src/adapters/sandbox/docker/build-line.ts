/** Lines of dpkg that repeat apt's status. */
const chatter =
  /^(Selecting previously|Preparing to unpack|Unpacking|Setting up|This may take|\(Reading database|Get:\d|[dp]mstatus:)/;

/**
 * Formats a build's output line for people, such as `41 %  Unpacking python3-torch (amd64)`; undefined for a redundant
 * line. Source of the status lines: apt's README.progress-reporting.
 */
export const buildLine = (line: string): string | undefined => {
  const [, percent, step] = /^(?:dl|pm)status:.*?:([\d.]+):(.+)$/.exec(line) ?? [];
  if (percent !== undefined) return `${Math.floor(Number(percent))} %  ${step}`;
  return line === '' || chatter.test(line) ? undefined : line;
};
