import type Docker from 'dockerode';
import { isAlive, ourLabel, readLabels } from './labels.ts';

/** A job with a label waits so long for its task to come back, after its owner is gone. */
const keptMs = 24 * 3600 * 1000;

export type Swept = { readonly id: string; readonly run: string | undefined; readonly task: string | undefined };

/**
 * Removes containers of ours whose owner on this machine is gone, with their volumes. Those of a task are kept for a day,
 * because the task goes on with them when it is delivered again, unless `tasksToo`. Nothing without our label is touched, and
 * nothing of other machines.
 */
export const sweep = async (docker: Docker, tasksToo = false): Promise<readonly Swept[]> => {
  const all = await docker.listContainers({ all: true, filters: JSON.stringify({ label: [ourLabel] }) });
  const swept: Swept[] = [];
  for (const { Id, Labels, Created } of all) {
    const ours = readLabels(Labels);
    if (ours === undefined || isAlive(ours.owner) !== false) continue;
    const isKept = ours.task !== undefined && Date.now() - Created * 1000 < keptMs;
    if (isKept && !tasksToo) continue;
    await docker.getContainer(Id).remove({ force: true, v: true });
    swept.push({ id: Id, run: ours.run, task: ours.task });
  }
  return swept;
};
