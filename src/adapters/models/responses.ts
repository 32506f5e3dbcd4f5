import { Fault } from './exchange.ts';

type Frames = (body: unknown) => string;

const isJson = (type: string): boolean => /^application\/(?:[\w.+-]*\+)?json/i.test(type);

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault('model.malformed', `the answer is not JSON: ${text.slice(0, 80)}`, { again: true });
  }
};

/**
 * A fetch that adapts answers to the vendors' SDKs: converts a JSON body to the requested stream, and reduces a list of
 * errors to the first. Throws a fault for a web page, such as a sign-in page.
 */
export const readableResponses =
  (fetch: typeof globalThis.fetch, frames: Frames, isStreamed: boolean): typeof globalThis.fetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    const type = response.headers.get('content-type') ?? '';
    const { status, statusText, headers } = response;
    if (response.ok && /^text\/html/i.test(type)) {
      await response.body?.cancel();
      throw new Fault(
        'model.malformed',
        `${new URL(String(url)).origin} answers with a web page: correct the address, or sign in there`,
        { again: true },
      );
    }
    if (!isJson(type)) return response;
    if (response.ok) {
      if (!isStreamed) return response;
      const plain = new Headers(headers);
      plain.set('content-type', 'text/event-stream');
      plain.delete('content-length');
      plain.delete('content-encoding');
      return new Response(frames(await bodyOf(response)), { status, statusText, headers: plain });
    }
    const text = await response.text();
    const plain = new Headers(headers);
    plain.delete('content-length');
    plain.delete('content-encoding');
    return new Response(refusalOf(text) ?? text, { status, statusText, headers: plain });
  };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Converts the body of a refusal to the SDKs' form, `{"error": {"message": …}}`: takes the first member of a list, and
 * wraps a top-level `{"detail": …}` or `{"message": …}` in `error`. Undefined for anything but a JSON object.
 */
const refusalOf = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (!isFields(first)) return undefined;
    if (isFields(first.error)) return JSON.stringify(first);
    const said = first.message ?? first.error ?? first.detail;
    const message = typeof said === 'string' ? said : JSON.stringify(said ?? first);
    return JSON.stringify({ error: { ...first, message } });
  } catch {
    return undefined;
  }
};
