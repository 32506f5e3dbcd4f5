import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { experimentPerformer } from './actors/performers/experiment.ts';
import { modelPerformer } from './actors/performers/model.ts';
import { searchPerformer } from './actors/performers/search.ts';
import { typesetPerformer } from './actors/performers/typeset.ts';
import { createBubblewrapSandbox } from './adapters/bubblewrap/sandbox.ts';
import { createLatexTypesetter } from './adapters/latex/typesetter.ts';
import { createLiteratures, usualChoice } from './adapters/literature/literatures.ts';
import { openHome, projectRoot } from './adapters/machine/home.ts';
import { requirements } from './adapters/machine/requirements.ts';
import { setUp } from './adapters/machine/setup.ts';
import { connectNats } from './adapters/nats/broker.ts';
import { openEmbedded } from './adapters/nats/open-embedded.ts';
import { createPaperReader } from './adapters/paper/reader.ts';
import { createPlaybook } from './adapters/playbook/playbook.ts';
import { environmentProbe } from './adapters/probe.ts';
import { createTemplates } from './adapters/template/load.ts';
import { createWorkspaces } from './adapters/workspaces.ts';
import { runProgram } from './cli/program.ts';
import type { Hands, Services } from './cli/services.ts';
import { CodedError } from './events/outcome.ts';
import type { Model } from './ports/model.ts';
import type { LoadedTemplate } from './ports/templates.ts';

const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
const roles = ['scientist', 'coder', 'writer', 'reviewer', 'referee'];

const modelOf = (name: string, template: LoadedTemplate): Model => {
  if (name.split(':')[0] !== 'playbook') {
    throw new CodedError('model.unknown', `no model "${name}": this version has only playbook`);
  }
  if (template.playbook === undefined) {
    throw new CodedError(
      'model.no_playbook',
      `template ${template.template.name} ships no playbook: give a model by --model`,
    );
  }
  return createPlaybook({ folder: template.playbook });
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

const services: Services = {
  version: manifest.version,
  clock: {
    now: () => new Date().toISOString(),
    sleep: (delayMs, signal) => sleep(delayMs, undefined, { signal }).catch(() => {}),
  },
  requirements,
  setUp: (list) => setUp(list, (text) => process.stdout.write(text)),
  home: () => openHome(),
  resultsFolder: join(projectRoot, 'results'),
  templates: createTemplates({
    templates: join(projectRoot, 'templates'),
    sandboxLimits: join(projectRoot, 'sandbox', 'limits.json'),
  }),
  openBroker: async () => {
    const url = process.env.NATS_URL;
    if (url) return connectNats({ url, ...credentialsOfEnvironment(), foreign: true });
    return openEmbedded({ home: await openHome() });
  },
  logger: async (name) => {
    const file = join(await openHome(), `${name}.log`);
    return pino({ base: { pid: process.pid } }, pino.destination({ dest: file, sync: false, mkdir: true }));
  },
  hands: async (broker, template, choice, settings): Promise<Hands> => {
    const python = await foundPath('Python');
    const sandbox = createBubblewrapSandbox({ python });
    const workspaces = createWorkspaces(broker.blobs);
    const named = Object.fromEntries(
      roles.map((role) => [role, modelOf(choice[role] ?? choice.default ?? 'playbook', template)] as const),
    );
    const isScripted = searchingRoles.every((role) => named[role]?.name.startsWith('playbook') ?? false);
    const literature = await literatures.open({
      choice: settings.literature.length > 0 ? settings.literature : usualChoice(template.library, isScripted),
      library: template.library,
      blobs: broker.blobs,
    });
    const atOnce = settings.concurrency;
    const typesetter = createLatexTypesetter({ sandbox });
    return {
      performers: [
        modelPerformer(
          (purpose) => named[purpose.split('.')[0] ?? ''] ?? modelOf(choice.default ?? 'playbook', template),
        ),
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
      models: Object.fromEntries(Object.entries(named).map(([role, model]) => [role, model.name])),
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
