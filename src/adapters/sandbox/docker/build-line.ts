/** What dpkg says of its steps besides the status that apt gives of the same ones. */
const chatter =
  /^(Selecting previously|Preparing to unpack|Unpacking|Setting up|This may take|\(Reading database|Get:\d|[dp]mstatus:)/;

/**
 * A line of a build as people read it, such as `41 %  Unpacking python3-torch (amd64)`; undefined when it tells nothing more. The
 * status lines are those of apt's README.progress-reporting.
 */
export const buildLine = (line: string): string | undefined => {
  const [, percent, step] = /^(?:dl|pm)status:.*?:([\d.]+):(.+)$/.exec(line) ?? [];
  if (percent !== undefined) return `${Math.floor(Number(percent))} %  ${step}`;
  return line === '' || chatter.test(line) ? undefined : line;
};
