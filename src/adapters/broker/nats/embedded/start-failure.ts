import { CodedError } from '../../../../events/outcome.ts';

export type StartProblem = {
  /** What the server wrote since it was started. */
  readonly output: string;
  readonly folder: string;
  readonly port: number;
};

/** The last line that the server calls an error, else its last line, without process id and time. */
const tellingLine = (output: string): string => {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((candidate) => /\[(FTL|ERR)\]|panic:|nats-server:/.test(candidate)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\[(FTL|ERR|WRN|INF)\]\s*/, '').trim();
};

/** Why a server that was started is not there. */
export const explainStart = ({ output, folder, port }: StartProblem): CodedError => {
  if (/address already in use/.test(output)) {
    return new CodedError(
      'nats.port_busy',
      `port ${port} is taken by another program: set AI_SCIENTIST_NATS_PORT to a free one, or unset it to have one chosen`,
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
