import { CodedError } from '../../events/outcome.ts';
import { findProgram, lastLine, runCommand } from './command.ts';

export const hasBrew = async (): Promise<boolean> => (await findProgram('brew')) !== undefined;

/** Installs formulas. Throws setup.brew_failed. */
export const installWithBrew = async (formulas: readonly string[], onLine: (line: string) => void): Promise<void> => {
  onLine('installing (brew)');
  const { exitCode, stderr } = await runCommand('brew', ['install', '--quiet', ...formulas], {
    timeoutMs: 60 * 60_000,
    onLine: (line) => {
      const step = /^==> (.{1,60})/.exec(line)?.[1];
      if (step !== undefined) onLine(`installing (brew) … ${step}`);
    },
  });
  if (exitCode === 0) return;
  const command = `brew install ${formulas.join(' ')}`;
  throw new CodedError('setup.brew_failed', `"${command}" failed: ${lastLine(stderr)}; run it to see its full output`);
};
