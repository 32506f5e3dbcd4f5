import type { Performer } from '../../src/actors/performer.ts';
import { success } from '../../src/events/outcome.ts';
import { textAt } from '../../src/events/tree.ts';
import { tasks } from '../../src/events/vocabulary/tasks.ts';

/** Factors by which experiment n's measurements differ from the baseline's. */
export type Effect = (run: number) => number;

/** Template -> metric -> a value of the baseline. */
const metrics: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  grokking: {
    final_train_loss: 0.0213,
    final_val_loss: 0.1874,
    final_train_acc: 0.9871,
    final_val_acc: 0.9532,
    steps_to_99_train_acc: 61.3,
    steps_to_99_val_acc: 213.7,
    reached_99_val_acc: 0.97,
  },
  '2d_diffusion': { training_time: 1.83, inference_time: 0.1712, eval_loss: 0.2031, kl_divergence: 0.4173 },
  nanogpt: { best_val_loss: 2.5813, final_train_loss: 2.4471, train_time: 5.27, inference_tokens_per_second: 583.4 },
};

const isShare = (metric: string): boolean => /acc$/.test(metric) && !metric.startsWith('steps');

const measured = (template: string, experiment: string, run: number, effect: Effect) => {
  const quick = /"quick": Settings\(([\s\S]*?)\n {4}\)/.exec(experiment)?.[1] ?? '';
  const datasets = [...(/datasets=\(([^)]*)\)/.exec(quick)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name);
  return Object.fromEntries(
    datasets.map((dataset, index) => {
      const means = Object.fromEntries(
        Object.entries(metrics[template] ?? {}).map(([metric, value]) => [
          metric,
          isShare(metric) ? Math.min(1, value) : value * (1 + index / 17) * (run === 0 ? 1 : effect(run)),
        ]),
      );
      const stderrs = Object.fromEntries(Object.entries(means).map(([metric, value]) => [metric, value * 0.021]));
      return [dataset, { means, stderrs }];
    }),
  );
};

const leak =
  'causality.LeakError: the prediction at position 15 changes with characters from position 16 on, which it must not see';

/** Fails as Python would: a setting that the settings class does not have is an error, and so is a centred window. */
const crashOf = (experiment: string): string | undefined => {
  if (experiment.includes('padding="same"')) return leak;
  const fields = /class Settings:\n([\s\S]*?)\n\n/.exec(experiment)?.[1] ?? '';
  const used = [...experiment.matchAll(/\bsettings\.(\w+)/g)].map(([, name = '']) => name);
  const missing = used.find((name) => !new RegExp(`^ +${name}: `, 'm').test(fields));
  return missing && `AttributeError: 'Settings' object has no attribute '${missing}'`;
};

const figuresOf = (plot: string): readonly string[] =>
  [...new Set([...plot.matchAll(/"(\w+\.png)"/g)].map(([, name = '']) => name))].sort();

const use = { wallTimeMs: 4321, cpuTimeMs: 4000, peakMemoryBytes: 300_000_000, diskBytes: 9000 };

/** Replaces the sandbox: computes measurements by formula, and crashes where Python would. */
export const experiments = (template: string, effect: Effect): Performer<typeof tasks.experiment> => ({
  task: tasks.experiment,
  concurrency: 2,
  attempts: 1,
  perform: async (input, { blobs }) => {
    const code = textAt(input.workspace, 'experiment.py') ?? '';
    const empty = await blobs.put(new Uint8Array());
    const rest = { stdout: empty, stderr: empty, resources: use, environment, sandbox: 'stand-in', skipped: [] };
    const folder = /--out_dir=(\S+)/.exec(input.command.join(' '))?.[1];
    if (folder === undefined) {
      const names = figuresOf(textAt(input.workspace, 'plot.py') ?? '');
      const blob = await blobs.put(new TextEncoder().encode('a figure'));
      const outputs = Object.fromEntries(names.map((name) => [name, { blob, sizeBytes: 8 }]));
      return success({ reason: 'completed', explanation: '', exitCode: 0, outputs, tail: '', ...rest });
    }
    const crash = crashOf(code);
    if (crash !== undefined) {
      const told = { reason: 'crashed' as const, explanation: 'exit code 1', exitCode: 1, outputs: {}, tail: crash };
      return success({ ...told, ...rest });
    }
    const run = Number(/^run_(\d+)$/.exec(folder)?.[1] ?? 0);
    const text = JSON.stringify(measured(template, code, run, effect));
    const outputs = { [`${folder}/final_info.json`]: { text } };
    return success({ reason: 'completed', explanation: '', exitCode: 0, outputs, tail: '', ...rest });
  },
});

const environment = { cpu: 'Example CPU with 2 cores', memory: '8 GB', python: '3.13.5', torch: '2.6.0' };
