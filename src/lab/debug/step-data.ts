import { stateOf } from '../../actors/actor.ts';
import type { Output } from '../../actors/output.ts';
import { exchangeAt, inputOf } from '../../actors/replay/exchange.ts';
import { contextChanges, pathOf, type Step } from '../../actors/replay/step.ts';
import type { Timeline } from '../../actors/replay/timeline.ts';
import { draftOf, workspaceOf } from '../../events/projections/idea-files.ts';
import type { Recording } from '../../ports/recording.ts';

const outputData = (output: Output) =>
  output.kind === 'emit'
    ? { id: output.id, actor: output.actor, kind: 'emit', type: output.type, scope: output.scope, data: output.data }
    : {
        id: output.id,
        actor: output.actor,
        kind: 'perform',
        task: output.task,
        key: output.key,
        input: inputOf(output),
      };

const changeData = (step: Step) =>
  step.changes.map((change) => ({
    actor: change.id,
    before: change.before === undefined ? null : pathOf(change.before),
    after: pathOf(change.after),
    context: contextChanges(change).map(({ path, before, after }) => ({
      path,
      before: before ?? null,
      after: after ?? null,
    })),
  }));

/** Everything that the stepper shows about an event, as data for programs. */
export const stepData = async (timeline: Timeline, recording: Recording, sequence: number, withContext: boolean) => {
  const step = timeline.at(sequence);
  const fold = timeline.foldAt(sequence);
  const events = recording.log.slice(0, sequence).map(({ event }) => event);
  const { event } = step;
  return {
    run: fold.run,
    after: { sequence, id: event.id, type: event.type, time: event.time },
    events: timeline.length,
    divergence: step.divergence ?? null,
    missing: [...fold.roster.missing.values()],
    event,
    settled: step.settled?.id ?? null,
    changes: changeData(step),
    outputs: step.outputs.map(outputData),
    exchange: (await exchangeAt(timeline, recording, step)) ?? null,
    actors: [...fold.actors.values()].map((actor) => {
      const { context, ...state } = stateOf(actor);
      return withContext ? { ...state, context } : state;
    }),
    outstanding: [...fold.outstanding.keys()],
    workspace: workspaceOf(events, event.scope),
    draft: draftOf(events, event.scope),
  };
};
