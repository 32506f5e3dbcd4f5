import { experimentPerformer } from './actors/performers/experiment.ts';
import { modelPerformer } from './actors/performers/model.ts';
import { searchPerformer } from './actors/performers/search.ts';
import { typesetPerformer } from './actors/performers/typeset.ts';
import { askersBeside, checkPlaces } from './actors/roles/askers.ts';
import { rolesAskingFor } from './actors/roster.ts';
import { createLiteratures, usualChoice } from './adapters/literature/literatures.ts';
import { openHome } from './adapters/machine/home.ts';
import { foundPath } from './adapters/machine/requirements.ts';
import { passwordsIn, valuesOf } from './adapters/machine/secrets.ts';
import { openTemporaryFolder } from './adapters/machine/temporary.ts';
import { checkAgentPlaces, withAgents } from './adapters/models/agents/agents.ts';
import { type Chosen, chooseModels } from './adapters/models/choose.ts';
import { readConfig } from './adapters/models/config.ts';
import { createModels } from './adapters/models/models.ts';
import { createPlaybook } from './adapters/models/playbook/playbook.ts';
import { createPaperReader } from './adapters/papers/reader.ts';
import { environmentProbe } from './adapters/sandbox/environment-probe.ts';
import { openSandbox } from './adapters/sandbox/open.ts';
import { createLatexTypesetter } from './adapters/typesetter/typesetter.ts';
import { createWorkspaces } from './adapters/workspaces/workspaces.ts';
import { tell } from './cli/output.ts';
import { CodedError } from './events/outcome.ts';
import type { Redaction } from './events/redaction.ts';
import { tasks } from './events/vocabulary/tasks.ts';
import type { ModelChoice, Services } from './lab/services.ts';
import type { Clock } from './ports/clock.ts';
import type { Model } from './ports/model.ts';
import type { LoadedTemplate } from './ports/templates.ts';
import type { TrustedRoles } from './ports/trusted-roles.ts';

type Parts = {
  readonly version: string;
  readonly clock: Clock;
  readonly redaction: Redaction;
  readonly trustedRoles: TrustedRoles;
  readonly sandboxFolder: string;
  readonly sandboxImage: string;
};

const playbookOf = (template: LoadedTemplate): Model => {
  if (template.playbook === undefined) {
    throw new CodedError(
      'model.no_playbook',
      `template ${template.template.name} ships no playbook: choose a model with --model`,
    );
  }
  return createPlaybook({ folder: template.playbook });
};

const chosenModels = async (
  parts: Parts,
  template: LoadedTemplate,
  { names, config: file, isOpen }: ModelChoice,
  roles: Parameters<Services['hands']>[4],
): Promise<Chosen> => {
  const { redaction } = parts;
  const { sleep } = parts.clock;
  const asking = rolesAskingFor(tasks.model.kind, roles);
  const config = await readConfig(file, await openHome());
  const places = Object.keys(config.models);
  if (isOpen && places.length > 0) checkPlaces(places, await askersBeside(roles, parts.trustedRoles, parts.version));
  for (const secret of valuesOf(process.env, config.secrets.names)) redaction.protect(secret);
  for (const pattern of config.secrets.patterns) redaction.protectShape(new RegExp(pattern));
  for (const { baseUrl } of Object.values(config.endpoints))
    for (const one of passwordsIn(baseUrl)) redaction.protect(one);
  const onKey = redaction.protect;
  const models = withAgents(createModels({ config, environment: process.env, sleep, random: Math.random, onKey }), {
    ...{ agents: config.agents, environment: process.env, onKey },
    python: () => foundPath('Python'),
    bubblewrap: () => foundPath('bubblewrap'),
    temporaryFolder: async () => openTemporaryFolder(await openHome()),
  });
  const all = { ...(isOpen && config.models), ...names };
  checkAgentPlaces(all);
  return chooseModels({ names: all, roles: asking, models, playbook: () => playbookOf(template) });
};

/** Makes the performers of all tasks. Call it once per process, so that all searches share one rate limit. */
export const createHands = (parts: Parts): Services['hands'] => {
  const literatures = createLiteratures({
    version: parts.version,
    environment: process.env,
    home: () => openHome(),
  });
  return async (broker, template, choice, settings, roles) => {
    const sandbox = await openSandbox(settings.sandbox ?? 'auto', {
      folder: parts.sandboxFolder,
      image: parts.sandboxImage,
      packages: template.packages,
      gpus: (process.env.AI_SCIENTIST_SANDBOX_GPUS ?? '').split(',').filter((id) => id !== ''),
      onLine: tell,
      python: () => foundPath('Python'),
      bubblewrap: () => foundPath('bubblewrap'),
    });
    const workspaces = createWorkspaces(broker.blobs, await openTemporaryFolder(await openHome()));
    const { modelFor, recorded, unpriced } = await chosenModels(parts, template, choice, roles);
    const searching = rolesAskingFor(tasks.search.kind, roles);
    const isScripted = searching.every((role) => recorded[role]?.startsWith('playbook') ?? false);
    const literature = await literatures.open({
      choice: settings.literature.length > 0 ? settings.literature : usualChoice(template.library, isScripted),
      library: template.library,
      blobs: broker.blobs,
    });
    const atOnce = settings.concurrency;
    const typesetter = createLatexTypesetter({ sandbox });
    const describeEnvironment = environmentProbe(sandbox, workspaces);
    return {
      performers: [
        modelPerformer(modelFor),
        searchPerformer(literature),
        experimentPerformer({ sandbox, workspaces, describeEnvironment, concurrency: atOnce.experiment ?? 1 }),
        typesetPerformer({ typesetter, workspaces, concurrency: atOnce.typeset ?? 2 }),
      ],
      models: recorded,
      unpriced,
      sandbox: sandbox.name,
      papers: createPaperReader({ sandbox, typesetter, workspaces, blobs: broker.blobs }),
    };
  };
};
