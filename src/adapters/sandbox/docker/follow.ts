import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { notThere, statusOf, unavailable } from './engine.ts';
import { type FrameListener, frameReader } from './frames.ts';

const maximumLosses = 30;
const betweenMs = 1000;
const shortlyMs = 100;

const isOver = async (container: Docker.Container): Promise<boolean> => {
  const { State } = await container.inspect();
  return State.Status !== 'running' && State.Status !== 'created' && State.Status !== 'paused';
};

/**
 * Reads all output of the supervisor from the beginning until its container ends. Reconnects after a lost connection
 * without reading any frame twice. Throws CodedError('sandbox.unavailable') when the engine stays unreachable, or the
 * engine's error when the container is missing.
 */
export const follow = async (docker: Docker, container: Docker.Container, listener: FrameListener): Promise<void> => {
  let known = 0;
  let losses = 0;
  let ended = false;
  const noting: FrameListener = {
    ...listener,
    onEnd: (end) => {
      ended = true;
      listener.onEnd(end);
    },
  };
  for (;;) {
    try {
      const over = await isOver(container);
      const reader = frameReader(noting, known);
      try {
        await read(docker, container, reader.write);
      } finally {
        known = Math.max(known, reader.seen());
      }
      // The output is complete when the container had ended before the reading began.
      if (ended || over) return;
      await sleep(shortlyMs);
    } catch (error) {
      losses += 1;
      if (statusOf(error) === notThere || losses > maximumLosses) throw error;
      if (error instanceof SyntaxError) throw unavailable('the supervisor of a container is not ours', error);
      await sleep(betweenMs);
    }
  }
};

const read = async (docker: Docker, container: Docker.Container, write: (chunk: Buffer) => void): Promise<void> => {
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  const out = new PassThrough();
  await new Promise<void>((resolve, reject) => {
    out.on('data', (chunk: Buffer) => {
      try {
        write(chunk);
      } catch (error) {
        reject(error);
      }
    });
    stream.once('error', reject);
    stream.once('end', resolve);
    stream.once('close', resolve);
    docker.modem.demuxStream(stream, out, new PassThrough().resume());
  });
};
