import type { Outcome } from '../../events/outcome.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { tasks } from '../../events/vocabulary/tasks.ts';
import type { Emitted } from '../kit/kit.ts';
import { baselineOf, type Context } from './context.ts';
import type { examiner } from './manifest.ts';

type Typeset = Read<typeof tasks.typeset.value>;

const maximumTailLength = 4096;

/** A template whose dummy paper gives no PDF would waste everything that is paid for until the last step. */
export const judge = (context: Context, outcome: Outcome<Typeset>): Emitted<typeof examiner> => {
  const { figures, plotProblem } = context;
  const examined = (paperProblem: string | null): Emitted<typeof examiner> => ({
    type: 'template.examined',
    data: { ...baselineOf(context), figures, plotProblem, paperProblem },
  });
  if (!outcome.ok) return examined(`it was not tried: ${outcome.error.message}`);
  const { ok, pdf, errors, logTail } = outcome.value;
  if (ok) return examined(null);
  const [first] = errors;
  const where =
    first === undefined ? 'its dummy paper' : `${first.file}${first.line === null ? '' : `, line ${first.line}`}`;
  const problem = `${where}: ${first?.message ?? 'there is no PDF'}`;
  if (pdf !== null) return examined(problem);
  const { run, attempt } = baselineOf(context);
  return {
    type: 'template.refused',
    data: {
      run,
      attempt,
      reason: 'unusable_paper',
      explanation: `template.tex does not compile with a dummy text: ${problem}`,
      tail: logTail.slice(-maximumTailLength),
      resources: null,
    },
  };
};
