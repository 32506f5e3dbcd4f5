import { createHash } from 'node:crypto';

/** The number of events between two recorded values of the hash chain. */
export const chainInterval = 64;

/** Returns the chain's value through an event, in lower-case hex, given the previous value; an empty log's is ''. */
export const nextLink = (before: string, subject: string, bytes: Uint8Array): string =>
  createHash('sha256').update(before).update('\n').update(subject).update('\n').update(bytes).digest('hex');

/**
 * A SHA-256 chain over a log: each link covers the previous link, the event's subject and its stored bytes. It is
 * unkeyed: it detects corruption, but no forgery by someone who can write the log.
 */
export class HashChain {
  private link = '';

  /** Adds the next event and returns the chain's new value in lower-case hex. */
  add(subject: string, bytes: Uint8Array): string {
    this.link = nextLink(this.link, subject, bytes);
    return this.link;
  }
}
