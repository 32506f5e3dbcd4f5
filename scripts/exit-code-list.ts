type ExitCodes = Readonly<Record<string, { readonly code: number; readonly meaning: string }>>;

const introduction = `# Exit codes

Generated from the table of exit codes by \`scripts/generate-docs.ts\`: change \`src/cli/exit-codes.ts\`, then run it.

The exit code says how a command ended. \`start\`, \`run\`, \`resume\`, \`fork\`, \`answer --retry\` and \`review\` end with that of
the run that they worked on, so that \`ai-scientist run <template> && next\` goes on only if there is a reviewed paper, and
\`ai-scientist review <paper> && next\` only if there is a verdict.

A process whose run waits for a person goes on waiting, on a terminal or not, since a decision may come from any terminal
(\`approve\`, \`reject\`). With \`--no-wait\` it ends with code 6 as soon as nothing else is left to do; \`resume\` continues
after the decision.`;

/** The text of docs/exit-codes.md. */
export const exitCodeList = (exitCodes: ExitCodes): string => {
  const rows = Object.entries(exitCodes).map(([name, { code, meaning }]) => `| ${code} | ${name} | ${meaning} |`);
  return `${introduction}\n\n${['| code | name | meaning |', '|---|---|---|', ...rows].join('\n')}\n`;
};
