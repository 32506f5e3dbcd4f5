import type { ErrorArea } from './entry.ts';

/** The sandbox that experiments run in, and its image. */
export const sandboxErrors = {
  'sandbox.build_failed': {
    meaning: 'The image of the containers could not be built.',
    remedy:
      'Read the message; `ai-scientist sandbox build --verbose` prints the whole output. Without an image registry, give `--without-registry`.',
  },
  'sandbox.no_image': {
    meaning: 'The Docker engine is running but does not have the image.',
    remedy: 'Run `ai-scientist sandbox build`, or give `--sandbox bubblewrap`.',
  },
  'sandbox.package_refused': {
    meaning: 'A template requires a package that is not on the list of allowed packages.',
    remedy: 'Add the package to `sandbox/packages.json` if you trust it.',
  },
  'sandbox.unavailable': {
    meaning: 'The sandbox cannot be started, so no experiment can be run safely.',
    remedy:
      'Do what the message says: install bubblewrap, or allow unprivileged user namespaces; for Docker, start the engine. Then run `doctor`.',
  },
  'sandbox.unconfirmed': {
    meaning: 'A run that was started without a sandbox is to be resumed, but its log may come from anybody.',
    remedy: 'Give `--sandbox auto`, or `--sandbox none` if you trust the code of its experiments.',
  },
  'sandbox.unknown': {
    meaning: 'There is no sandbox of that name.',
    remedy: 'Give `auto`, `docker`, `docker:<image>`, `bubblewrap` or `none`.',
  },
} as const satisfies ErrorArea;
