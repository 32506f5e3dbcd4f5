import { randomBytes } from 'node:crypto';
import { builtInRoles, type LoadedRoles, loadRoles } from '../actors/load-roles.ts';
import { createRoster, type Roster } from '../actors/roster.ts';
import { seal } from '../events/envelope.ts';
import { rootScope } from '../events/id.ts';
import { type ArchivedIdea, type RunStarted, runStartedSchema, type Settings } from '../events/vocabulary/run.ts';
import type { Broker } from '../ports/broker.ts';
import type { RunLog } from '../ports/log.ts';
import type { LoadedTemplate } from '../ports/templates.ts';
import type { AddedRoles, Hands, Services } from './services.ts';

/** `grokking-20260102-1504-k3f9`: readable, sortable, and not to be met twice. */
export const runName = (template: string, now: string): string => {
  const stamp = now.replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 13);
  const name = template
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  return `${name}-${stamp}-${randomBytes(2).toString('hex')}`;
};

export const assembleRoster = async (
  services: Services,
  added: AddedRoles,
  hands: Hands,
): Promise<{ roster: Roster; loaded: LoadedRoles }> => {
  const loaded = await loadRoles([...builtInRoles, ...added.roles], services.version);
  const kinds = [...hands.performers, ...loaded.performers].map(({ kind }) => kind);
  return { loaded, roster: createRoster(loaded.roles, added.rename, kinds) };
};

type Beginning = {
  readonly run: string;
  readonly loaded: LoadedTemplate;
  readonly settings: Settings;
  readonly roster: Roster;
  readonly hands: Hands;
  readonly earlier: readonly ArchivedIdea[];
  readonly baseline: RunStarted['baseline'];
};

/** Creates the log of a run and appends its first event. */
export const beginRun = async (services: Services, broker: Broker, beginning: Beginning): Promise<RunLog> => {
  const { run, loaded, settings, roster, hands, earlier, baseline } = beginning;
  const log = await broker.logs.create(run);
  const started = runStartedSchema.parse({
    settings,
    template: loaded.template,
    roster: roster.record,
    earlier,
    baseline,
    models: hands.models,
    program: { name: 'ai-scientist', version: services.version },
    sandbox: hands.sandbox,
  });
  const draft = {
    id: 'run.started',
    type: 'run.started',
    version: 1,
    run,
    scope: rootScope,
    role: 'host',
    causationid: 'run.started',
  };
  await log.append(seal({ ...draft, data: started }, services.clock.now()));
  return log;
};
