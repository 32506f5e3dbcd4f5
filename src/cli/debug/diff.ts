import { Command } from 'commander';
import { stateOf } from '../../actors/actor.ts';
import { Fold } from '../../actors/fold.ts';
import { missingText } from '../../actors/known-roles.ts';
import type { Roster } from '../../actors/roster.ts';
import type { Difference } from '../../events/projections/compare.ts';
import { diffRuns } from '../../lab/diff-data.ts';
import { knownRoles } from '../../lab/open.ts';
import { withRecording } from '../../lab/recording.ts';
import type { Services } from '../../lab/services.ts';
import type { Recording } from '../../ports/recording.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../research/run-options.ts';
import { diffText, type StateAt } from './diff-text.ts';
import { rosterOf } from './replay/check.ts';

type Options = { readonly full?: boolean; readonly json?: boolean; readonly roster?: string };

/**
 * Where the actor was before event `sequence`; at the end, for a run that does not come to it. Empty for an actor whose role
 * is not known here.
 */
const statePathAt = ({ log }: Recording, roster: Roster, actor: string, sequence: number | undefined): string => {
  const fold = new Fold(roster);
  for (const { event, sequence: position } of log) {
    if (position === sequence) break;
    fold.apply(event, position);
  }
  const found = fold.actors.get(actor);
  return found === undefined ? '' : String(stateOf(found).state);
};

const diff = (services: Services, one: string, other: string, options: Options): Promise<void> =>
  withRecording(services, one, (left) =>
    withRecording(services, other, async (right) => {
      const { full = false, json } = options;
      const known = await knownRoles(services, options.roster);
      const rosters = await Promise.all([left, right].map(({ log }) => rosterOf(log, known)));
      const compared = diffRuns(left, right);
      const stateAt: StateAt = ({ actor, one: inOne, other: inOther }: Difference) => [
        statePathAt(left, rosters[0] as Roster, actor, inOne?.sequence),
        statePathAt(right, rosters[1] as Roster, actor, inOther?.sequence),
      ];
      const missing = rosters.flatMap((roster) => [...roster.missing.values()]);
      if (!json) {
        for (const line of new Set(missing.map(missingText))) print(`${line}; its states are unknown`);
        return print(diffText(compared, { full, stateAt }));
      }
      const [first] = compared.differences;
      printJson({ ...compared, missing, first: first === undefined ? null : { ...first, states: stateAt(first) } });
    }),
  );

export const diffCommand: MakeCommand = (services) =>
  addRosterOption(new Command('diff'))
    .description('How two runs differ: where they part, ideas, code, metrics, papers, scores, cost and time.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .argument('<other>', 'another run')
    .option('--full', 'every line, and metrics that are the same')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Events are matched by actor and number, so that it plays no part which actor was faster. Times, hashes and the
runs' names are no difference.

Examples:
  ai-scientist diff grokking-20260102 latest
  ai-scientist diff latest second-thought --full
  ai-scientist diff latest second-thought --json`,
    )
    .action((one: string, other: string, options: Options) => diff(services, one, other, options));
