import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHome, openResults, projectRoot, resultsPath } from './adapters/machine/home.ts';
import { secretsOf } from './adapters/machine/secrets.ts';
import { tell } from './cli/output.ts';
import { createRedaction, type Redaction } from './events/redaction.ts';
import type { Services } from './lab/services.ts';
import type { Clock } from './ports/clock.ts';

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, { signal }).catch(() => {}),
};

const sandboxFolder = join(projectRoot, 'sandbox');
const sandboxImage = (cuda = false): string =>
  process.env.AI_SCIENTIST_SANDBOX_IMAGE || `ai-scientist/sandbox:${cuda ? 'cuda' : 'cpu'}`;

const credentialsOfEnvironment = () => ({
  ...(process.env.NATS_USER && { user: process.env.NATS_USER }),
  ...(process.env.NATS_PASSWORD && { password: process.env.NATS_PASSWORD }),
  ...(process.env.NATS_TOKEN && { token: process.env.NATS_TOKEN }),
});

const openKeeper: Services['openKeeper'] = async () => {
  const url = process.env.NATS_URL;
  if (url) {
    const { openKeeper } = await import('./adapters/broker/nats/keeper.ts');
    return openKeeper({ url, ...credentialsOfEnvironment() });
  }
  const { openEmbeddedKeeper } = await import('./adapters/broker/nats/open-embedded.ts');
  return openEmbeddedKeeper({ home: await openHome() });
};

const requirements: Services['requirements'] = async () =>
  (await import('./adapters/machine/requirements.ts')).requirements;

const optional: Services['optional'] = async () => {
  const { dockerRequirement } = await import('./adapters/machine/docker.ts');
  const { lettersRequirement } = await import('./adapters/machine/letters.ts');
  return [dockerRequirement(sandboxImage()), lettersRequirement];
};

const templatesWithout = (redaction: Redaction): Services['templates'] => ({
  load: async (...request) => {
    const { createTemplates } = await import('./adapters/templates/load.ts');
    const parts = {
      templates: join(projectRoot, 'templates'),
      sandboxLimits: join(sandboxFolder, 'limits.json'),
      holdsSecret: (text: string) => redaction.text(text) !== text,
      onNotice: (line: string) => tell(redaction.text(line)),
    };
    return createTemplates(parts).load(...request);
  },
});

const bundles: Services['bundles'] = {
  write: async (...request) => (await import('./adapters/bundles/bundles.ts')).bundleFiles.write(...request),
  open: async (path) => (await import('./adapters/bundles/bundles.ts')).bundleFiles.open(path),
};

const outsideWithout = (redaction: Redaction): Services['outside'] => {
  const open = async () => {
    const { createOutside } = await import('./adapters/files/outside.ts');
    return createOutside({ holdsSecret: (text) => redaction.text(text) !== text });
  };
  return {
    kindOf: async (path) => (await open()).kindOf(path),
    text: async (path) => (await open()).text(path),
    files: async function* (folder) {
      yield* (await open()).files(folder);
    },
  };
};

const charts: Services['charts'] = {
  draw: async (...request) => {
    const { createCharts } = await import('./adapters/charts/charts.ts');
    const { foundPath } = await import('./adapters/machine/requirements.ts');
    return createCharts(() => foundPath('Python')).draw(...request);
  },
};

const sandbox: Services['sandbox'] = {
  build: async ({ cuda = false, base, withoutRegistry, suite }, onLine) => {
    const { importBase } = await import('./adapters/sandbox/docker/base.ts');
    const { buildSandboxImage } = await import('./adapters/sandbox/docker/build.ts');
    const { connectEngine } = await import('./adapters/sandbox/docker/engine.ts');
    const docker = connectEngine();
    const image = sandboxImage(cuda);
    const made = `ai-scientist/base:${suite}`;
    if (withoutRegistry) await importBase(docker, { image: made, suite, packages: [] }, onLine);
    const wish = { image, base: withoutRegistry ? made : base, cuda };
    return { image, digest: await buildSandboxImage(docker, sandboxFolder, wish, onLine) };
  },
  clean: async () => {
    const { connectEngine } = await import('./adapters/sandbox/docker/engine.ts');
    const { sweep } = await import('./adapters/sandbox/docker/sweep.ts');
    return sweep(connectEngine(), true);
  },
};

/** The roles that this machine trusts; the record is read only when a log names a role that is not built in. */
const trusted = async () => (await import('./adapters/machine/trusted-roles.ts')).createTrustedRoles(() => openHome());

const trustedRoles: Services['trustedRoles'] = {
  list: async () => (await trusted()).list(),
  remember: async (roles) => (await trusted()).remember(roles),
  hashOf: async (place) => (await trusted()).hashOf(place),
};

/** The composition root. Loads an adapter on its first use, so that a command loads only what it needs. */
export const createServices = (version: string): Services => {
  const redaction = createRedaction(secretsOf(process.env));
  const onError = (message: string, error: unknown): void => tell(redaction.text(`${message}: ${error}`));
  let hands: Promise<Services['hands']> | undefined;
  const loadHands = async (): Promise<Services['hands']> => {
    const { createHands } = await import('./hands.ts');
    return createHands({ version, clock, redaction, trustedRoles, sandboxFolder, sandboxImage: sandboxImage() });
  };
  return {
    version,
    trustedRoles,
    clock,
    redaction,
    requirements,
    optional,
    setUp: async (list, status) => (await import('./adapters/machine/setup.ts')).setUp(list, status),
    home: () => openHome(),
    resultsFolder: resultsPath(),
    openResults,
    templates: templatesWithout(redaction),
    outside: outsideWithout(redaction),
    charts,
    sandbox,
    openBroker: async () => {
      const url = process.env.NATS_URL;
      if (url) {
        const { connectNats } = await import('./adapters/broker/nats/broker.ts');
        return connectNats({ url, ...credentialsOfEnvironment(), foreign: true, onError });
      }
      const { openEmbedded } = await import('./adapters/broker/nats/open-embedded.ts');
      return openEmbedded({ home: await openHome() }, { onError });
    },
    openKeeper,
    bundles,
    logger: async (name) => {
      const { default: pino } = await import('pino');
      const file = join(await openHome(), `${name}.log`);
      const destination = pino.destination({ dest: file, sync: false, mkdir: true, mode: 0o600 });
      return pino({ base: { pid: process.pid } }, { write: (line) => destination.write(redaction.text(line)) });
    },
    hooks: async (file, bell) => {
      const { readConfig } = await import('./adapters/models/config.ts');
      const { createHooks } = await import('./adapters/hooks/hooks.ts');
      const { createFetch } = await import('./adapters/http/fetch.ts');
      const { runCommand } = await import('./adapters/machine/command.ts');
      const { hooks: list } = await readConfig(file, await openHome());
      const warn = (text: string): void => tell(redaction.text(text));
      const { env: environment } = process;
      return createHooks({
        hooks: list,
        environment,
        platform: process.platform,
        fetch: createFetch(environment),
        run: runCommand,
        sleep: clock.sleep,
        bell,
        warn,
      });
    },
    hands: async (...request) => {
      hands ??= loadHands();
      return (await hands)(...request);
    },
  };
};
