import { cpus, totalmem } from 'node:os';

/** The machine that the figures were measured on, in one line. */
export const machineFacts = (): string => {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${processors.length} × ${processors[0]?.model.trim()}, ${gigabytes} GB, Node ${process.version}`;
};
