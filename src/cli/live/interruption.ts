import { exitCodes } from '../exit-codes.ts';
import { onReaderGone } from '../output.ts';

/** Below the 5 s within which a first Ctrl-C ends the process, even if nothing answers. */
const graceMs = 4500;

/**
 * Aborts at the first Ctrl-C, and ends the process if it is still alive 4.5 s later, for example because a server is lost; no
 * recorded event is lost. The second Ctrl-C ends the process at once. `dispose` removes the signal handlers. A reader
 * of stdout that closes it, such as `head`, counts as the first.
 */
export const onInterruption = (stopping: () => void): { signal: AbortSignal; dispose: () => void } => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted.code);
    controller.abort();
    stopping();
    setTimeout(() => process.exit(exitCodes.interrupted.code), graceMs).unref();
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
