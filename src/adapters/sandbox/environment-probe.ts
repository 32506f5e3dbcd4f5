import type { Sandbox } from '../../ports/sandbox.ts';
import type { Workspaces } from '../../ports/workspaces.ts';

const program = `
import importlib.metadata as metadata, json, os, platform
facts = {"python": platform.python_version(), "system": platform.system() + " " + platform.machine()}
names = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
facts["cpu"] = names[0] if names else platform.processor() or "unknown"
facts["cores"] = str(len(os.sched_getaffinity(0)))
for name in ("torch", "numpy", "matplotlib", "scipy", "scikit-learn", "einops"):
    try:
        facts[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
try:
    import torch
    facts["gpu"] = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "none"
except ImportError:
    facts["gpu"] = "none"
if facts["gpu"] != "none":
    import subprocess
    query = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    facts["gpu driver"] = subprocess.run(query, capture_output=True, text=True).stdout.strip() or "unknown"
print(json.dumps(facts))
`;

const limits = {
  wallTimeMs: 120_000,
  memoryBytes: 2 * 1024 ** 3,
  processes: 64,
  fileSizeBytes: 1024 ** 2,
  diskBytes: 16 * 1024 ** 2,
  outputBytes: 64 * 1024,
};

/** Returns the environment of experiments, measured once per process inside the sandbox. */
export const environmentProbe = (sandbox: Sandbox, workspaces: Workspaces): (() => Promise<Record<string, string>>) => {
  let facts: Promise<Record<string, string>> | undefined;
  const probe = async (): Promise<Record<string, string>> => {
    const workspace = await workspaces.create({ 'probe.py': { text: program } });
    try {
      const result = await sandbox.run({
        command: ['python', 'probe.py'],
        workspace: workspace.folder,
        limits,
        gpu: true,
        signal: new AbortController().signal,
        onLine: () => {},
      });
      return result.reason === 'completed'
        ? { ...JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '{}'), ...sandbox.identity }
        : { problem: result.explanation };
    } finally {
      await workspace.remove();
    }
  };
  return () => {
    facts ??= probe();
    return facts;
  };
};
