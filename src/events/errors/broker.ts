import type { ErrorArea } from './entry.ts';

/** The NATS server, and the logs, tasks and blobs that it stores. */
export const brokerErrors = {
  'blob.corrupt': {
    meaning: 'A stored file does not match the SHA-256 in its name.',
    remedy: 'Restore the data folder from a backup, and check the disk.',
  },
  'blob.missing': {
    meaning: 'An event names a stored file that does not exist.',
    remedy: 'Restore the data folder from a backup; check whether blobs were deleted by hand.',
  },
  'blobs.unavailable': {
    pauses: 'until mended',
    meaning: 'The NATS server did not store or return a file within 30 s.',
    remedy: 'Check that the server runs and that its disk has space; outstanding tasks are published again.',
  },
  'leases.unavailable': {
    pauses: 'until mended',
    meaning: 'The NATS server did not report within 30 s which processes are working on which runs.',
    remedy: 'Check that the server runs and that its disk has space.',
  },
  'log.corrupt': {
    meaning: 'An event of a run is lost or unreadable; other runs are not affected.',
    remedy:
      'Run `verify <run>` to see what is left, then `repair <run>`: it restores the run from a bundle or truncates it; or delete the run.',
  },
  'log.gap': {
    meaning: 'The events of a log were not read in sequence.',
    remedy: 'Report this fault of the program.',
  },
  'log.misconfigured': {
    meaning: 'The settings of the stream of a run were changed after it was created.',
    remedy: 'Restore the setting that the message names.',
  },
  'log.no_start': {
    meaning: 'A log does not begin with `run.started`.',
    remedy:
      'Check that the program recorded this run; if it did, the log is damaged: restore the data folder from a backup.',
  },
  'log.not_restored': {
    meaning:
      'The NATS server did not restore the log of a run that was recorded here: its metadata are damaged, or its data are gone.',
    remedy:
      'Run `repair <run>`, which restores the log if its data exist; otherwise restore the run from a bundle by `repair <run> --from <file>`, or delete it.',
  },
  'log.other_subject': {
    meaning: 'An event was recorded under a different subject than it would have on this server.',
    remedy: 'Use the namespace that the event was recorded under.',
  },
  'log.too_large': {
    meaning: 'An event has more bytes than the server accepts.',
    remedy: 'Raise `max_payload` of the NATS server; an added role should store large parts as blobs.',
  },
  'log.unavailable': {
    pauses: 'until mended',
    meaning: 'The NATS server did not append or read an event within 30 s.',
    remedy: 'Check that the server runs and that its disk has space, then resume the run.',
  },
  'nats.bad_port': {
    meaning: 'The value of `AI_SCIENTIST_NATS_PORT` is not a port.',
    remedy: 'Give a number from 1 to 65535, or unset the variable.',
  },
  'nats.bad_url': {
    meaning: 'The user, password or token in `NATS_URL` is not percent-encoded.',
    remedy: 'Write each % of it as `%25`, and each other reserved character as its code, such as `%40` for @.',
  },
  'nats.closed': {
    meaning: 'The connection to the NATS server was closed while a request was pending.',
    remedy: 'Repeat the command: no recorded data is lost.',
  },
  'nats.forbidden': {
    meaning: 'The NATS user lacks a permission; the user that appends may not delete.',
    remedy: 'Delete as the keeper; on your own server, grant the permission that the message names.',
  },
  'nats.missing': {
    meaning: 'There is no nats-server on this machine.',
    remedy: 'Run `npm run setup`, or install nats-server on `PATH`.',
  },
  'nats.no_jetstream': {
    meaning: 'The NATS server, or the account, has no JetStream.',
    remedy: 'Start the server with `-js`, or enable JetStream for the account.',
  },
  'nats.port_busy': {
    meaning: 'Another program listens on the port.',
    remedy: 'Choose another port with `AI_SCIENTIST_NATS_PORT`, or unset the variable to have a free one chosen.',
  },
  'nats.refused': {
    meaning: 'The nats-server of the data folder refused the credentials that the folder holds.',
    remedy: 'Another server may listen there: end the process that the message names, or choose another port.',
  },
  'nats.rejected': {
    pauses: 'until mended',
    meaning:
      'The NATS server rejected a JetStream request, for example because a limit of the server or account is reached.',
    remedy: 'Read the message; raise the limit on your own server, or use the embedded server by unsetting `NATS_URL`.',
  },
  'nats.start_failed': {
    meaning: 'The nats-server did not start in time.',
    remedy: 'Read the `server.log` that the message names.',
  },
  'nats.too_old': {
    meaning: 'The nats-server is older than the version required.',
    remedy: 'Install the version that the message names, or run `npm run setup`.',
  },
  'nats.unauthorized': {
    meaning: 'The NATS server refused the credentials.',
    remedy: 'Check the user, password or token.',
  },
  'nats.unavailable': {
    pauses: 'until mended',
    meaning: 'The NATS server did not answer a request within 30 s.',
    remedy: 'Check that the server runs and can be reached, then repeat the command.',
  },
  'nats.unreachable': {
    pauses: 'until mended',
    meaning: 'No NATS server answers at the address.',
    remedy: 'Start the server, or check `NATS_URL`; unset the variable to use the embedded server.',
  },
  'tasks.misconfigured': {
    meaning: 'The stream of tasks does not have the required settings.',
    remedy: 'Restore the setting that the message names.',
  },
  'tasks.unavailable': {
    pauses: 'until mended',
    meaning: 'The NATS server did not accept or deliver a task within 30 s.',
    remedy: 'Check that the server runs; outstanding tasks are published again.',
  },
} as const satisfies ErrorArea;
