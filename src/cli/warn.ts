/** What a person is to know goes to stderr, so that stdout has nothing but what was asked for. */
export const warn = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
