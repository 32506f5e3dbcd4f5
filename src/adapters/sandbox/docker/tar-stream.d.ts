/** Types of the used part of tar-stream 2.2, which ships none. */
declare module 'tar-stream' {
  import type { Duplex, Readable, Writable } from 'node:stream';

  export type Header = {
    readonly name: string;
    readonly type?: string | null;
    readonly size?: number;
    readonly mode?: number;
    readonly uid?: number;
    readonly gid?: number;
    readonly linkname?: string | null;
    readonly mtime?: Date;
  };

  export type Pack = Readable & {
    entry(header: Header, content: string | Buffer, done: (error?: Error | null) => void): Writable;
    entry(header: Header, done: (error?: Error | null) => void): Writable;
    finalize(): void;
  };

  export type Extract = Duplex & {
    on(event: 'entry', listener: (header: Header, content: Readable, next: (error?: Error) => void) => void): Extract;
  };

  export function pack(): Pack;
  export function extract(): Extract;
}
