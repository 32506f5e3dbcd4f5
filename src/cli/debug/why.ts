import { type Explanation, explainWhy } from '../../lab/debug/why.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';
import { runArgument } from '../words.ts';
import { asData, chainText, traceData, traceText } from './why-text.ts';

type Options = { readonly text?: string; readonly idea?: string; readonly full?: boolean; readonly json?: boolean };

const explanationText = (explanation: Explanation, full: boolean): string => {
  if (explanation.kind === 'chain') return chainText(explanation.chain);
  const { traces, more } = explanation;
  const [next] = more;
  const rest =
    next === undefined ? '' : `\nand ${more.length} more lines, such as ${next.file}:${next.line} of ${next.scope}\n`;
  const why = { ...explanation, full };
  return `${traces.map((trace) => traceText(why, trace)).join(`\n${'-'.repeat(60)}\n\n`)}${rest}`;
};

const explanationData = (explanation: Explanation) =>
  explanation.kind === 'chain'
    ? { chain: explanation.chain.map(asData), lines: [], more: 0 }
    : {
        chain: [],
        lines: explanation.traces.map((trace) => traceData(explanation, trace)),
        more: explanation.more.length,
      };

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .argument('[target]', "an event's number or id; an idea's name or scope; or <file>.tex:<line> of a paper")
    .option('--text <text>', 'trace the lines of the papers that contain this text, such as a number')
    .option('--idea <idea>', 'search the paper of this idea only: its number or name')
    .option('--full', 'show every cause back to the first; by default, back to the model call that wrote it')
    .option('--json', 'as JSON, every cause with its data')
    .addHelpText(
      'after',
      `
Causes are listed newest first. A line of a paper is traced to the call that wrote it, and each of its numbers to the
experiment that measured it, the edit that changed the code, and the call that wrote the edit.

Examples:
  ai-scientist why latest 214
  ai-scientist why latest idea-1.coder.4
  ai-scientist why latest --text 0.953 --idea 1
  ai-scientist why latest results/<run>/1-<idea>/paper/results.tex:12`,
    )
    .action(async (run: string, target: string | undefined, { text, idea, full = false, json }: Options) => {
      const explanation = await explainWhy(services, run, { target, text, idea });
      if (json) printJson(explanationData(explanation));
      else print(explanationText(explanation, full));
    });
