import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { bundleSuffix } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import { exportRun } from '../../lab/keep/export.ts';
import { measurementColumns, measurementsOf } from '../../lab/keep/measurements.ts';
import type { Services } from '../../lab/services.ts';
import { csvText } from '../../text/csv.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { runArgument } from '../words.ts';
import { printChecks } from './check-text.ts';

type Options = { output?: string; force?: boolean; roster?: string; csv?: boolean; parquet?: boolean };

const write = async (file: string, content: string | Uint8Array, replace: boolean): Promise<void> => {
  await writeFile(file, content, { flag: replace ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const code = error.code === 'EEXIST' ? 'bundle.exists' : 'bundle.unwritable';
    throw new CodedError(code, `${file}: ${error.message}`, { cause: error });
  });
  print(file);
};

/** Long form: one row for each metric of each data set of each experiment. CSV without a file goes to stdout. */
const exportMeasurements = async (services: Services, given: string, options: Options): Promise<void> => {
  const { output, force = false, parquet } = options;
  const { run, rows } = await measurementsOf(services, given);
  if (parquet) {
    const { parquetBytes } = await import('../../lab/keep/parquet.ts');
    return write(output ?? `${run}.parquet`, parquetBytes(measurementColumns, rows), force);
  }
  const text = csvText(Object.keys(measurementColumns), rows);
  return output === undefined ? print(text) : write(output, text, force);
};

export const define: DefineCommand = (command, services) =>
  addRosterOption(command)
    .argument('<run>', runArgument)
    .option('--output <file>', `the file to write (default: <run>${bundleSuffix} in this folder)`)
    .option('--force', 'overwrite an existing file')
    .option('--csv', 'print its measurements as CSV instead, or write them to the output file')
    .addOption(
      new Option(
        '--parquet',
        'write its measurements as Apache Parquet instead (default: <run>.parquet in this folder)',
      ).conflicts('csv'),
    )
    .addHelpText(
      'after',
      `
The run is verified first. The same run gives the same bytes. The file is a plain tar archive that ordinary tools can
read. \`verify\` and \`replay\` accept it in place of a run, without a server, and \`import\` restores the run.

Examples:
  ai-scientist export latest
  ai-scientist export latest --csv > measurements.csv
  ai-scientist export latest --parquet --output measurements.parquet
  ai-scientist export grokking-2026 --output /backup/grokking${bundleSuffix}
  tar -xOf grokking-2026${bundleSuffix} events.jsonl | head -1`,
    )
    .action(async (run: string, options: Options) => {
      const { output, force = false, roster, csv, parquet } = options;
      if (csv || parquet) return exportMeasurements(services, run, options);
      const { path, events, files, digest, leftOut } = await exportRun(services, run, output, force, roster).catch(
        printChecks,
      );
      for (const role of leftOut) print(`chart left out: ${role}`);
      print(`${path}: ${events} events and ${files} files\nSHA-256 of its manifest ${digest}`);
    });
