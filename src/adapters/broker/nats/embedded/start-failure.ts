import { CodedError } from '../../../../events/outcome.ts';

export type StartProblem = {
  /** The server's output since its start. */
  readonly output: string;
  readonly folder: string;
  readonly port: number;
};

/** Returns the last line that the server marks as an error, otherwise its last line, without process id and time. */
const tellingLine = (output: string): string => {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((candidate) => /\[(FTL|ERR)\]|panic:|nats-server:/.test(candidate)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\[(FTL|ERR|WRN|INF)\]\s*/, '').trim();
};

/** Explains why a started server is not running. */
export const explainStart = ({ output, folder, port }: StartProblem): CodedError => {
  if (/address already in use/.test(output)) {
    return new CodedError(
      'nats.port_busy',
      `port ${port} is used by another program: set AI_SCIENTIST_NATS_PORT to a free port, or unset it to use any free port`,
    );
  }
  if (/no space left on device|disk quota exceeded/i.test(output)) {
    return new CodedError(
      'home.disk_full',
      `no space is left for the data folder ${folder}: free some, then try again`,
    );
  }
  const line = tellingLine(output) || 'it wrote nothing';
  return new CodedError('nats.start_failed', `nats-server did not start: ${line} (log: ${folder}/server.log)`);
};
