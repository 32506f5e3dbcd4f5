import { createHash } from 'node:crypto';

/** Every so many events the log records the hash of all events before. */
export const chainInterval = 64;

/** The chain's value through an event, in lower-case hex, from the value before it; that of an empty log is ''. */
export const nextLink = (before: string, subject: string, bytes: Uint8Array): string =>
  createHash('sha256').update(before).update('\n').update(subject).update('\n').update(bytes).digest('hex');

/**
 * Running SHA-256 chain over a log: each link covers the link before, the event's subject and its bytes as stored.
 * Unkeyed: it shows corruption, not a forger who can write the log.
 */
export class HashChain {
  private link = '';

  /** Adds the next event and returns the chain's value through it, in lower-case hex. */
  add(subject: string, bytes: Uint8Array): string {
    this.link = nextLink(this.link, subject, bytes);
    return this.link;
  }
}
