import type Docker from 'dockerode';
import { isAlive, ourLabel, readLabels } from './labels.ts';

/** How long a labelled job is kept for its task's redelivery after its owner has ended. */
const keptMs = 24 * 3600 * 1000;

export type Swept = { readonly id: string; readonly run: string | undefined; readonly task: string | undefined };

/**
 * Removes our containers whose owner on this machine has ended, with their volumes. Unless `tasksToo`, keeps those of
 * tasks for a day, because a redelivered task continues with them. Never touches containers without our label or of
 * other machines.
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
