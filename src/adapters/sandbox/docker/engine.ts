import Docker from 'dockerode';
import { CodedError } from '../../../events/outcome.ts';

/** Returns the HTTP status of an engine's error; undefined for other errors. */
export const statusOf = (error: unknown): number | undefined => (error as { statusCode?: number }).statusCode;

/** The status for a missing object. */
export const notThere = 404;

/** Describes an error of the engine or its connection in one line. */
export const saidBy = (error: unknown): string => {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return (json?.message ?? message ?? String(error)).trim().split('\n')[0]?.slice(0, 300) ?? '';
};

export const unavailable = (what: string, error?: unknown): CodedError =>
  new CodedError('sandbox.unavailable', error === undefined ? what : `${what}: ${saidBy(error)}`, { cause: error });

/** The engine's address, for people. */
export const engineAddress = (): string => process.env.DOCKER_HOST || 'the local socket';

/**
 * Creates a client of the engine that DOCKER_HOST names, otherwise of the local socket: unix://, tcp:// (TLS by
 * DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), ssh://. Podman's compatible socket works, too. Sends no request yet.
 */
export const connectEngine = (host = process.env.DOCKER_HOST): Docker => {
  try {
    return host?.startsWith('unix://') ? new Docker({ socketPath: host.slice('unix://'.length) }) : new Docker();
  } catch (error) {
    throw unavailable(`DOCKER_HOST=${host ?? ''} does not name a Docker engine`, error);
  }
};

/** Returns the engine's version; undefined when none answers before the timeout. */
export const engineVersion = async (docker: Docker, timeoutMs = 3000): Promise<string | undefined> => {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, timeoutMs, undefined).unref());
  const asked = docker.version().then(
    ({ Version, Platform }) => `${Platform?.Name?.includes('Podman') ? 'Podman' : 'Docker'} ${Version}`,
    () => undefined,
  );
  return Promise.race([asked, late]);
};

export type Image = {
  readonly name: string;
  /** `sha256:…`, a hash of the content. */
  readonly digest: string;
};

/** Finds an image. Throws CodedError('sandbox.no_image'), or ('sandbox.unavailable') when the engine does not answer. */
export const findImage = async (docker: Docker, name: string): Promise<Image> => {
  try {
    const { Id } = await docker.getImage(name).inspect();
    return { name, digest: Id.startsWith('sha256:') ? Id : `sha256:${Id}` };
  } catch (error) {
    if (statusOf(error) === notThere) {
      throw new CodedError(
        'sandbox.no_image',
        `the Docker engine at ${engineAddress()} has no image ${name}: run "ai-scientist sandbox build"`,
        { cause: error },
      );
    }
    throw unavailable(`no Docker engine answers at ${engineAddress()}`, error);
  }
};
