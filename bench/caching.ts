import { cutForCaching } from '../src/adapters/models/cuts.ts';
import type { Event } from '../src/events/envelope.ts';
import type { Broker } from '../src/ports/broker.ts';
import type { ModelRequest } from '../src/ports/model.ts';
import { table } from '../src/text/table.ts';
import { openBrokerOf } from '../tests/support/main-job.ts';
import { playRun } from '../tests/support/playbook-lab.ts';

/**
 * What vendors' prompt caches save on the requests of a recorded run, by simulation: no vendor is asked, and earlier
 * requests are assumed to be still cached. Plays a run of three ideas at the method's own limits, or reads `--run <name>`
 * from the folder in AI_SCIENTIST_HOME. A token is taken as four characters.
 */
type Cached = { readonly read: number; readonly written: number };

/** Relative to the price of input, as for most models in the price table; some charge less for cache reads. */
const factors = { read: 0.1, written: 1.25 };
const shortestPrefix = 1024;
const charactersPerToken = 4;
const tokens = (length: number): number => Math.round(length / charactersPerToken);

const textOf = ({ messages }: ModelRequest): readonly string[] =>
  messages.map(({ content }) =>
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : part.blob)).join(''),
  );

/** Positions of the Anthropic adapter's cache marks, as lengths of the prefix that each ends. */
const marksOf = (request: ModelRequest): readonly number[] => {
  const texts = textOf(request);
  let length = request.system.length;
  const marks = [length];
  for (const text of texts.slice(0, -1)) length += text.length;
  for (const piece of cutForCaching(texts.at(-1) ?? '').slice(0, -1)) {
    length += piece.length;
    marks.push(length);
  }
  return marks.filter((mark) => tokens(mark) >= shortestPrefix);
};

const wholeOf = (request: ModelRequest): string => request.system + textOf(request).join('');

/** Marked prefixes: read if they were marked before, else written. */
const byMarks = () => {
  const known = new Set<string>();
  return (request: ModelRequest): Cached => {
    const whole = wholeOf(request);
    const marks = marksOf(request);
    const read = Math.max(0, ...marks.filter((mark) => known.has(whole.slice(0, mark))));
    for (const mark of marks) known.add(whole.slice(0, mark));
    return { read, written: Math.max(read, ...marks) - read };
  };
};

const commonLength = (one: string, other: string): number => {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
};

/** Automatic caching of any prefix of an earlier request; writing costs nothing extra. */
const byBeginning = () => {
  const earlier: string[] = [];
  return (request: ModelRequest): Cached => {
    const whole = wholeOf(request);
    const read = Math.max(0, ...earlier.map((text) => commonLength(text, whole)));
    earlier.push(whole);
    return { read: tokens(read) >= shortestPrefix ? read : 0, written: 0 };
  };
};

const requestsOf = async (broker: Broker, run: string): Promise<readonly ModelRequest[]> => {
  const events: Event[] = [];
  for await (const { event } of (await broker.logs.open(run)).read()) events.push(event);
  const names = events.flatMap(({ type, data }) => {
    const { kind, value } = data as { kind?: string; value?: { request?: string } };
    return type === 'task.completed' && kind === 'model' && value?.request ? [value.request] : [];
  });
  return Promise.all(names.map(async (name) => JSON.parse(Buffer.from(await broker.blobs.get(name)).toString())));
};

const report = async (broker: Broker, run: string): Promise<void> => {
  const requests = await requestsOf(broker, run);
  const roles = [...new Set(requests.map(({ purpose }) => purpose.split('.')[0] ?? ''))];
  const caches = { marks: byMarks(), beginning: byBeginning() };
  const counted = requests.map((request) => ({
    role: request.purpose.split('.')[0] ?? '',
    whole: wholeOf(request).length,
    marks: caches.marks(request),
    beginning: caches.beginning(request),
  }));
  const rowOf = (name: string, those: typeof counted) => {
    const sum = (of: (one: (typeof counted)[number]) => number) => those.reduce((total, one) => total + of(one), 0);
    const input = sum(({ whole }) => whole);
    const [read, written] = [sum(({ marks }) => marks.read), sum(({ marks }) => marks.written)];
    const shared = sum(({ beginning }) => beginning.read);
    return {
      name,
      calls: those.length,
      input,
      readShare: read / input,
      marked: (input - read - written + read * factors.read + written * factors.written) / input,
      automatic: (input - shared + shared * factors.read) / input,
    };
  };
  const rows = [
    ...roles.map((role) =>
      rowOf(
        role,
        counted.filter((one) => one.role === role),
      ),
    ),
    rowOf('all', counted),
  ];
  console.log(`Savings of prompt caches on the input of ${run}: ${requests.length} requests, simulated caches\n`);
  console.log(
    table(rows, [
      { title: 'ROLE', text: ({ name }) => name },
      { title: 'CALLS', text: ({ calls }) => String(calls), right: true },
      { title: 'TOKENS IN', text: ({ input }) => String(tokens(input)), right: true },
      { title: 'READ FROM CACHE', text: ({ readShare }) => `${(100 * readShare).toFixed(0)} %`, right: true },
      { title: 'PRICE WITH MARKS', text: ({ marked }) => `${(100 * marked).toFixed(0)} %`, right: true },
      {
        title: 'PRICE WITH AUTOMATIC CACHE',
        text: ({ automatic }) => `${(100 * automatic).toFixed(0)} %`,
        right: true,
      },
    ]),
  );
  console.log(
    `100 % is the price without a cache; a read costs ${factors.read}, a write ${factors.written} of the price of input.`,
  );
};

const at = process.argv.indexOf('--run');
if (at > 0) {
  const broker = await openBrokerOf(process.env.AI_SCIENTIST_HOME ?? '.ai-scientist');
  try {
    await report(broker, process.argv[at + 1] ?? '');
  } finally {
    await broker.close();
  }
} else {
  const limits = { reviews: 5, reviewReflections: 5 };
  const { broker, run } = await playRun(3, () => 0.9, { limits });
  await report(broker, run);
}
