import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { experimentPerformer } from './actors/performers/experiment.ts';
import { modelPerformer } from './actors/performers/model.ts';
import { searchPerformer } from './actors/performers/search.ts';
import { typesetPerformer } from './actors/performers/typeset.ts';
import { connectNats } from './adapters/broker/nats/broker.ts';
import { openKeeper } from './adapters/broker/nats/keeper.ts';
import { openEmbedded, openEmbeddedKeeper } from './adapters/broker/nats/open-embedded.ts';
import { bundleFiles } from './adapters/bundles/bundles.ts';
import { createLiteratures, usualChoice } from './adapters/literature/literatures.ts';
import { dockerRequirement } from './adapters/machine/docker.ts';
import { openHome, projectRoot } from './adapters/machine/home.ts';
import { requirements } from './adapters/machine/requirements.ts';
import { passwordsIn, secretsOf, valuesOf } from './adapters/machine/secrets.ts';
import { setUp } from './adapters/machine/setup.ts';
import { openTemporaryFolder } from './adapters/machine/temporary.ts';
import { createTrustedRoles } from './adapters/machine/trusted-roles.ts';
import { type Chosen, chooseModels } from './adapters/models/choose.ts';
import { readConfig } from './adapters/models/config.ts';
import { createModels } from './adapters/models/models.ts';
import { createPlaybook } from './adapters/models/playbook/playbook.ts';
import { createPaperReader } from './adapters/papers/reader.ts';
import { importBase } from './adapters/sandbox/docker/base.ts';
import { buildSandboxImage } from './adapters/sandbox/docker/build.ts';
import { connectEngine } from './adapters/sandbox/docker/engine.ts';
import { sweep } from './adapters/sandbox/docker/sweep.ts';
import { environmentProbe } from './adapters/sandbox/environment-probe.ts';
import { openSandbox } from './adapters/sandbox/open.ts';
import { createTemplates } from './adapters/templates/load.ts';
import { createLatexTypesetter } from './adapters/typesetter/typesetter.ts';
import { createWorkspaces } from './adapters/workspaces/workspaces.ts';
import { tell } from './cli/output.ts';
import { runProgram } from './cli/program.ts';
import { openStatusLine } from './cli/terminal.ts';
import { CodedError } from './events/outcome.ts';
import { createRedaction } from './events/redaction.ts';
import type { Hands, ModelChoice, Services } from './lab/services.ts';
import type { Clock } from './ports/clock.ts';
import type { Model } from './ports/model.ts';
import type { LoadedTemplate } from './ports/templates.ts';

const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
const roles = ['scientist', 'coder', 'writer', 'reviewer', 'referee'];

const redaction = createRedaction(secretsOf(process.env));

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, { signal }).catch(() => {}),
};

const playbookOf = (template: LoadedTemplate): Model => {
  if (template.playbook === undefined) {
    throw new CodedError(
      'model.no_playbook',
      `template ${template.template.name} ships no playbook: give a model by --model`,
    );
  }
  return createPlaybook({ folder: template.playbook });
};

const chosenModels = async (
  template: LoadedTemplate,
  { names, config: file, isOpen }: ModelChoice,
): Promise<Chosen> => {
  const config = await readConfig(file, await openHome());
  for (const secret of valuesOf(process.env, config.secrets.names)) redaction.protect(secret);
  for (const pattern of config.secrets.patterns) redaction.protectShape(new RegExp(pattern));
  for (const { baseUrl } of Object.values(config.endpoints))
    for (const one of passwordsIn(baseUrl)) redaction.protect(one);
  const { sleep } = clock;
  const onKey = redaction.protect;
  const models = createModels({ config, environment: process.env, sleep, random: Math.random, onKey });
  const all = { ...(isOpen && config.models), ...names };
  return chooseModels({ names: all, roles, models, playbook: () => playbookOf(template) });
};

const literatures = createLiteratures({
  version: manifest.version,
  environment: process.env,
  home: () => openHome(),
});

/** Roles that search the literature. */
const searchingRoles = ['scientist', 'writer'];

const foundPath = async (name: string): Promise<string> => {
  const finding = await requirements.find((requirement) => requirement.name === name)?.find();
  if (finding?.found === true) return finding.path;
  throw new CodedError('setup.missing', `${name} is missing: ${finding?.problem}; ${finding?.remedy}`);
};

const sandboxFolder = join(projectRoot, 'sandbox');
const sandboxImage = (cuda = false): string =>
  process.env.AI_SCIENTIST_SANDBOX_IMAGE || `ai-scientist/sandbox:${cuda ? 'cuda' : 'cpu'}`;

const onError = (message: string, error: unknown): void => tell(redaction.text(`${message}: ${error}`));

const services: Services = {
  version: manifest.version,
  clock,
  redaction,
  requirements,
  optional: [dockerRequirement(sandboxImage())],
  setUp: (list) => setUp(list, openStatusLine()),
  home: () => openHome(),
  resultsFolder: join(projectRoot, 'results'),
  templates: createTemplates({
    templates: join(projectRoot, 'templates'),
    sandboxLimits: join(sandboxFolder, 'limits.json'),
    holdsSecret: (text) => redaction.text(text) !== text,
    onNotice: (line) => tell(redaction.text(line)),
  }),
  sandbox: {
    build: async ({ cuda = false, base, withoutRegistry, suite }, onLine) => {
      const docker = connectEngine();
      const image = sandboxImage(cuda);
      const made = `ai-scientist/base:${suite}`;
      if (withoutRegistry) await importBase(docker, { image: made, suite, packages: [] }, onLine);
      const wish = { image, base: withoutRegistry ? made : base, cuda };
      return { image, digest: await buildSandboxImage(docker, sandboxFolder, wish, onLine) };
    },
    clean: () => sweep(connectEngine(), true),
  },
  openBroker: async () => {
    const url = process.env.NATS_URL;
    if (url) return connectNats({ url, ...credentialsOfEnvironment(), foreign: true, onError });
    return openEmbedded({ home: await openHome() }, { onError });
  },
  openKeeper: async () => {
    const url = process.env.NATS_URL;
    if (url) return openKeeper({ url, ...credentialsOfEnvironment() });
    return openEmbeddedKeeper({ home: await openHome() });
  },
  bundles: bundleFiles,
  trustedRoles: createTrustedRoles(() => openHome()),
  logger: async (name) => {
    const file = join(await openHome(), `${name}.log`);
    const destination = pino.destination({ dest: file, sync: false, mkdir: true });
    return pino({ base: { pid: process.pid } }, { write: (line) => destination.write(redaction.text(line)) });
  },
  hands: async (broker, template, choice, settings): Promise<Hands> => {
    const sandbox = await openSandbox(settings.sandbox ?? 'auto', {
      folder: sandboxFolder,
      image: sandboxImage(),
      packages: template.packages,
      gpus: (process.env.AI_SCIENTIST_SANDBOX_GPUS ?? '').split(',').filter((id) => id !== ''),
      onLine: tell,
      python: () => foundPath('Python'),
      bubblewrap: () => foundPath('bubblewrap'),
    });
    const workspaces = createWorkspaces(broker.blobs, await openTemporaryFolder(await openHome()));
    const { modelFor, recorded, unpriced } = await chosenModels(template, choice);
    const isScripted = searchingRoles.every((role) => recorded[role]?.startsWith('playbook') ?? false);
    const literature = await literatures.open({
      choice: settings.literature.length > 0 ? settings.literature : usualChoice(template.library, isScripted),
      library: template.library,
      blobs: broker.blobs,
    });
    const atOnce = settings.concurrency;
    const typesetter = createLatexTypesetter({ sandbox });
    return {
      performers: [
        modelPerformer(modelFor),
        searchPerformer(literature),
        experimentPerformer({
          sandbox,
          workspaces,
          describeEnvironment: environmentProbe(sandbox, workspaces),
          concurrency: atOnce.experiment ?? 1,
        }),
        typesetPerformer({
          typesetter,
          workspaces,
          concurrency: atOnce.typeset ?? 2,
        }),
      ],
      models: recorded,
      unpriced,
      sandbox: sandbox.name,
      papers: createPaperReader({ sandbox, typesetter, workspaces, blobs: broker.blobs }),
    };
  },
};

const credentialsOfEnvironment = () => ({
  ...(process.env.NATS_USER && { user: process.env.NATS_USER }),
  ...(process.env.NATS_PASSWORD && { password: process.env.NATS_PASSWORD }),
  ...(process.env.NATS_TOKEN && { token: process.env.NATS_TOKEN }),
});

process.exitCode = await runProgram(services, process.argv);
