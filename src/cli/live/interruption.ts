import { exitCodes } from '../exit-codes.ts';
import { onReaderGone } from '../output.ts';

/**
 * Aborts at the first Ctrl-C; the second ends the process at once. `dispose` removes the signal handlers. A reader of
 * stdout that closes it, such as `head`, counts as the first.
 */
export const onInterruption = (stopping: () => void): { signal: AbortSignal; dispose: () => void } => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted.code);
    controller.abort();
    stopping();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const release = onReaderGone(() => {
    if (!controller.signal.aborted) stop();
  });
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      release();
    },
  };
};
