import { startEmbedded } from '../../src/adapters/broker/nats/embedded.ts';

/** A program that uses a data folder's embedded server until it is killed or its standard input ends. */
const [home = '', binary = '', idleText = '1000'] = process.argv.slice(2);
try {
  const server = await startEmbedded({ home, binary, idleMs: Number(idleText) });
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  process.stdin.resume().on('end', () => server.release());
} catch (error) {
  process.stdout.write(`${JSON.stringify({ code: (error as { code?: string }).code })}\n`);
}
