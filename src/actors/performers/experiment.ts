import { success } from '../../events/outcome.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import type { Sandbox, SandboxResult } from '../../ports/sandbox.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import type { Performer } from '../performer.ts';

type Parts = {
  readonly sandbox: Sandbox;
  readonly workspaces: Workspaces;
  /** The environment that jobs run in, measured inside the sandbox. */
  readonly describeEnvironment: () => Promise<Readonly<Record<string, string>>>;
  readonly concurrency: number;
};

const tailBytes = 4000;
/** Reads `progress 0.35`, or a JSON line with a field of that name. */
const progressLine = /^(?:progress |\{"progress": ?)(0(?:\.\d+)?|1(?:\.0+)?)(?:$|[,}])/;

const resourcesOf = ({ wallTimeMs, cpuTimeMs, peakMemoryBytes, diskBytes }: SandboxResult) => ({
  wallTimeMs,
  cpuTimeMs,
  peakMemoryBytes,
  diskBytes,
});

/** Returns the end of stderr, or of stdout when stderr is empty. */
const tailOf = (result: SandboxResult): string => (result.stderr.trim() || result.stdout).slice(-tailBytes);

export const experimentPerformer = ({
  sandbox,
  workspaces,
  describeEnvironment,
  concurrency,
}: Parts): Performer<typeof tasks.experiment> => ({
  task: tasks.experiment,
  concurrency,
  attempts: 20,
  perform: async (input, { task, blobs, signal, report }) => {
    const environment = await describeEnvironment();
    const workspace = await workspaces.create(input.workspace);
    try {
      const result = await sandbox.run({
        command: input.command,
        workspace: workspace.folder,
        limits: input.limits,
        environment: input.environment,
        signal,
        gpu: true,
        label: { run: task.run, task: task.id },
        onLine: (stream, line) => {
          const progress = progressLine.exec(line)?.[1];
          if (progress === undefined) report(stream, line);
          else report('progress', progress);
        },
        onUse: (use) => report('usage', JSON.stringify(use)),
      });
      const { tree, skipped, skippedCount } = await workspace.collect(input.collect, result.leftBehind);
      return success({
        reason: result.reason,
        explanation: result.explanation,
        exitCode: result.exitCode,
        outputs: tree,
        skipped,
        skippedCount,
        stdout: await blobs.put(new TextEncoder().encode(result.stdout)),
        stderr: await blobs.put(new TextEncoder().encode(result.stderr)),
        tail: tailOf(result),
        resources: resourcesOf(result),
        environment,
        sandbox: sandbox.name,
      });
    } finally {
      await workspace.remove();
    }
  },
});
