import { EventEmitter, once } from 'node:events';
import type { Event } from '../../../events/envelope.ts';
import { checkId } from '../../../events/id.ts';
import { CodedError } from '../../../events/outcome.ts';
import type { Appended, LogState, Recorded, RunLog, RunLogs, Stored } from '../../../ports/log.ts';
import { checkSubject, parseStored } from '../recorded.ts';
import { SharingLog } from '../sharing-log.ts';

class MemoryRunLog implements RunLog {
  readonly run: string;
  readonly created = new Date().toISOString();
  readonly #records: Stored[] = [];
  readonly #sequences = new Map<string, number>();
  readonly #growth = new EventEmitter().setMaxListeners(0);

  constructor(run: string) {
    this.run = run;
  }

  async append(event: Event): Promise<Appended> {
    return this.#store(event.id, Buffer.from(JSON.stringify(event)));
  }

  async appendAt(event: Event, lastSequence: number): Promise<Appended | 'moved'> {
    if (this.#sequences.has(checkId(event.id))) return 'present';
    return this.#records.length === lastSequence ? this.append(event) : 'moved';
  }

  async restore(recorded: Recorded): Promise<Appended | 'moved'> {
    checkSubject(recorded, this.#subject(recorded.event.id));
    if (this.#sequences.has(recorded.event.id)) return 'present';
    if (this.#records.length !== recorded.sequence - 1) return 'moved';
    return this.#store(recorded.event.id, Buffer.from(recorded.bytes));
  }

  async get(id: string): Promise<Recorded | undefined> {
    const stored = this.#records[(this.#sequences.get(checkId(id)) ?? 0) - 1];
    return stored && parseStored(stored);
  }

  async lastSequence(): Promise<number> {
    return this.#records.length;
  }

  state(): LogState {
    const { run, created } = this;
    const sizeBytes = this.#records.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { run, created, lastSequence: this.#records.length, sizeBytes, isWhole: true };
  }

  async *read(): AsyncGenerator<Recorded> {
    for await (const stored of this.readStored()) yield parseStored(stored);
  }

  async *readStored(): AsyncGenerator<Stored> {
    yield* this.#records.slice();
  }

  async *follow(fromSequence: number, signal: AbortSignal): AsyncGenerator<Recorded> {
    for (let next = Math.max(1, fromSequence); !signal.aborted; ) {
      const record = this.#records[next - 1];
      if (record === undefined) {
        await once(this.#growth, 'append', { signal }).catch(() => {});
      } else {
        next += 1;
        yield parseStored(record);
      }
    }
  }

  #subject(id: string): string {
    return `lab.run.${this.run}.${checkId(id)}`;
  }

  #store(id: string, bytes: Buffer): Appended {
    const subject = this.#subject(id);
    if (this.#sequences.has(id)) return 'present';
    const sequence = this.#records.length + 1;
    this.#records.push({ sequence, subject, bytes });
    this.#sequences.set(id, sequence);
    this.#growth.emit('append');
    return 'appended';
  }
}

export class MemoryRunLogs implements RunLogs {
  readonly #logs = new Map<string, MemoryRunLog>();

  async create(run: string): Promise<RunLog> {
    if (checkId(run).includes('.')) throw new CodedError('id.malformed', `"${run}" must be one token`);
    if (this.#logs.has(run)) throw new CodedError('run.exists', `run "${run}" already exists`);
    const log = new MemoryRunLog(run);
    this.#logs.set(run, log);
    return new SharingLog(log);
  }

  async open(run: string): Promise<RunLog> {
    const log = this.#logs.get(checkId(run));
    if (log === undefined) throw new CodedError('run.unknown', `there is no run "${run}"`);
    return new SharingLog(log);
  }

  async list(): Promise<readonly string[]> {
    return [...this.#logs.keys()].sort();
  }

  async states(): Promise<readonly LogState[]> {
    return [...this.#logs.values()].map((log) => log.state()).sort((one, other) => (one.run < other.run ? -1 : 1));
  }
}
