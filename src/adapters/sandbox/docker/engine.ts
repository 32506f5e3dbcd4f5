import Docker from 'dockerode';
import { CodedError } from '../../../events/outcome.ts';

/** What the engine answers with when it answers no; undefined for another error. */
export const statusOf = (error: unknown): number | undefined => (error as { statusCode?: number }).statusCode;

/** The status of an answer about something that the engine does not have. */
export const notThere = 404;

/** One line of whatever went wrong between us and the engine. */
export const saidBy = (error: unknown): string => {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return (json?.message ?? message ?? String(error)).trim().split('\n')[0]?.slice(0, 300) ?? '';
};

export const unavailable = (what: string, error?: unknown): CodedError =>
  new CodedError('sandbox.unavailable', error === undefined ? what : `${what}: ${saidBy(error)}`, { cause: error });

/** Where the engine is, for people. */
export const engineAddress = (): string => process.env.DOCKER_HOST || 'the local socket';

/**
 * The engine that DOCKER_HOST names, else the local socket: unix://, tcp:// (TLS by DOCKER_TLS_VERIFY and
 * DOCKER_CERT_PATH), ssh://. Podman's compatible socket is one like any other. Nothing is asked of it yet.
 */
export const connectEngine = (host = process.env.DOCKER_HOST): Docker => {
  try {
    return host?.startsWith('unix://') ? new Docker({ socketPath: host.slice('unix://'.length) }) : new Docker();
  } catch (error) {
    throw unavailable(`DOCKER_HOST=${host ?? ''} does not name a Docker engine`, error);
  }
};

/** Undefined when none answers within the time. */
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
  /** `sha256:…`: with another content it is another one. */
  readonly digest: string;
};

/** Throws CodedError('sandbox.unavailable') when the engine does not answer, and ('sandbox.no_image'). */
export const findImage = async (docker: Docker, name: string): Promise<Image> => {
  try {
    const { Id } = await docker.getImage(name).inspect();
    return { name, digest: Id.startsWith('sha256:') ? Id : `sha256:${Id}` };
  } catch (error) {
    if (statusOf(error) === notThere) {
      throw new CodedError(
        'sandbox.no_image',
        `the Docker engine at ${engineAddress()} has no image ${name}: ai-scientist sandbox build makes it`,
        { cause: error },
      );
    }
    throw unavailable(`no Docker engine answers at ${engineAddress()}`, error);
  }
};
