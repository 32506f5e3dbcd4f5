import { Command } from 'commander';
import type { BuildWish, Services } from '../../lab/services.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';

type Progress = { readonly onLine: (line: string) => void; readonly stop: () => void };

const everything: Progress = { onLine: print, stop: () => {} };

/** The latest line and the time so far: on a terminal in place, elsewhere every ten seconds, also while nothing new is said. */
const progressLine = (): Progress => {
  const isTerminal = process.stdout.isTTY === true;
  const begunAt = performance.now();
  let latest = 'asking the Docker engine';
  const show = (): void => {
    const text = `${Math.round((performance.now() - begunAt) / 1000)} s  ${latest}`;
    if (isTerminal) process.stdout.write(`\r\u001b[K${text.slice(0, (process.stdout.columns || 80) - 1)}`);
    else print(text);
  };
  const timer = setInterval(show, isTerminal ? 250 : 10_000);
  return {
    onLine: (line) => {
      latest = line;
    },
    stop: () => {
      clearInterval(timer);
      if (isTerminal) process.stdout.write('\r\u001b[K');
    },
  };
};

const build = async (services: Services, { verbose, ...wish }: BuildWish & { verbose?: boolean }): Promise<void> => {
  const { onLine, stop } = verbose ? everything : progressLine();
  const { image, digest } = await services.sandbox.build(wish, onLine).finally(stop);
  print(`${image} is ready: ${digest}`);
};

const buildExamples = `
The engine is the one that DOCKER_HOST names, else the local one. Runs take Docker by themselves once the image is there.

Examples:
  ai-scientist sandbox build
  ai-scientist sandbox build --without-registry         # needs mmdebstrap and Debian's packages, no image registry
  ai-scientist sandbox build --cuda`;

export const define: DefineCommand = (command, services) =>
  command
    .addCommand(
      new Command('build')
        .description('Build the image that experiments, plots and LaTeX run in.')
        .option('--cuda', 'with CUDA, for graphics processors')
        .option('--base <image>', 'begin with this image, which has Debian or Ubuntu, instead of debian:trixie-slim')
        .option('--without-registry', 'make the base here, with mmdebstrap')
        .option('--suite <name>', 'the release of Debian that such a base has', 'trixie')
        .option('--verbose', 'everything that is said while building')
        .addHelpText('after', buildExamples)
        .action((wish: BuildWish & { verbose?: boolean }) => build(services, wish)),
    )
    .addCommand(
      new Command('clean')
        .description('Remove containers that a program of this machine left when it was killed; no others.')
        .action(async () => {
          const swept = await services.sandbox.clean();
          for (const { id, run, task } of swept) print(`removed ${id.slice(0, 12)}  ${run ?? ''} ${task ?? ''}`.trim());
          if (swept.length === 0) print('nothing was left');
        }),
    );
