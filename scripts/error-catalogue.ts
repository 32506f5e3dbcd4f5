import type { ErrorArea } from '../src/events/errors/entry.ts';

const introduction = `# Errors

Generated from the registry by \`scripts/generate-docs.ts\`: change the entries in \`src/events/errors/\`, then run it.

Every failure has a code, \`area.reason\`. The program prints it at the end of an error's line, in brackets, and records it in events
(\`task.failed\`, \`idea.failed\`, \`question.failed\`, \`actor.failed\`, \`run.paused\`). With the option \`--stack\` before the command it also prints where
an error was thrown and what caused it. A performer of an added role may return codes of its own, \`<package>/<reason>\`, which are
not listed here. How an experiment ended (crashed, timed out, …) is in \`experiment.failed\`: see [events.md](events.md#experimentfailed).`;

/** The text of docs/errors.md: one row per code, sorted. */
export const errorCatalogue = (errors: ErrorArea): string => {
  const rows = Object.entries(errors)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { meaning, remedy }]) => `| \`${code}\` | ${meaning} | ${remedy} |`);
  const table = ['| code | meaning | remedy |', '|---|---|---|', ...rows];
  return `${introduction}\n\n${table.join('\n')}\n`;
};
