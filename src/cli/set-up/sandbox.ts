import { Command } from 'commander';
import type { BuildWish, Services } from '../../lab/services.ts';
import type { StatusLine } from '../../ports/status-line.ts';
import { durationText } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { openStatusLine } from '../terminal.ts';

const everything: StatusLine = { show: print, end: () => {} };

/** Shows the latest line and the elapsed time, even while there is no new output. */
const timed = (status: StatusLine): StatusLine => {
  const begunAt = performance.now();
  let latest = 'asking the Docker engine';
  const timer = setInterval(() => status.show(`${durationText(performance.now() - begunAt)}  ${latest}`), 250);
  return {
    show: (line) => {
      latest = line;
    },
    end: () => {
      clearInterval(timer);
      status.end();
    },
  };
};

const build = async (services: Services, { verbose, ...wish }: BuildWish & { verbose?: boolean }): Promise<void> => {
  const { show, end } = verbose ? everything : timed(openStatusLine());
  const { image, digest } = await services.sandbox.build(wish, show).finally(end);
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
        .option('--cuda', 'include CUDA, for GPUs')
        .option('--base <image>', 'start from this Debian or Ubuntu image instead of debian:trixie-slim')
        .option('--without-registry', 'build the base image here, with mmdebstrap')
        .option('--suite <name>', 'Debian release of that base image', 'trixie')
        .option('--verbose', 'print all output of the build')
        .addHelpText('after', buildExamples)
        .action((wish: BuildWish & { verbose?: boolean }) => build(services, wish)),
    )
    .addCommand(
      new Command('clean')
        .description('Remove the containers that a killed program of this machine left.')
        .action(async () => {
          const swept = await services.sandbox.clean();
          for (const { id, run, task } of swept) print(`removed ${id.slice(0, 12)}  ${run ?? ''} ${task ?? ''}`.trim());
          if (swept.length === 0) print('nothing was left');
        }),
    );
