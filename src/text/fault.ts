import { errors } from '../events/errors/registry.ts';
import { rootScope } from '../events/id.ts';
import type { Fault } from '../events/projections/fault.ts';
import { cleanLine, plain } from './clean.ts';

const isKnownCode = (code: string): code is keyof typeof errors => code in errors;

/** What to do about a failure: the remedy of the last code in its reason, which is the most particular one. */
const remedyOf = ({ reason }: Fault): string | undefined => {
  const code = reason.split(': ').findLast(isKnownCode);
  return code && errors[code].remedy;
};

/** One line: the exception and the event that tells of it. Empty if neither is known. */
export const faultText = ({ exception, event }: Fault): string =>
  [plain(exception), event === null ? '' : `(event ${event.sequence}, ${event.id})`].filter(Boolean).join(' ');

/** The cause of a failure, line by line: what the code printed last, the exception, the event, and what to do. */
export const faultLines = (fault: Fault, run: string, command: string): readonly string[] => {
  const { reason, exception, event, tail } = fault;
  const remedy = remedyOf(fault);
  const isTold = exception === tail.at(-1)?.trim() || reason.includes(exception);
  return [
    ...tail.map((line) => `  | ${cleanLine(line)}`),
    ...(exception === '' || isTold ? [] : [plain(exception)]),
    ...(event === null ? [] : [`event ${event.sequence}: ${command} show ${run} --event ${event.id}`]),
    ...(remedy === undefined ? [] : [plain(remedy)]),
  ];
};

/** Failures of a run one after the other, for a file or `show`. */
export const faultsText = (faults: readonly Fault[], run: string, command: string): string =>
  faults
    .map((fault) => {
      const what = fault.scope === rootScope ? run : `idea ${fault.number} ${plain(fault.name)}`.trim();
      const lines = faultLines(fault, run, command).map((line) => `  ${line}\n`);
      return `${what}: ${plain(fault.reason)}\n${lines.join('')}`;
    })
    .join('\n');
