import { after, before, describe } from 'node:test';
import { projectRoot } from '../../../src/adapters/machine/home.ts';
import { createDockerSandbox } from '../../../src/adapters/sandbox/docker/sandbox.ts';
import type { Sandbox } from '../../../src/ports/sandbox.ts';
import { dockerChoice } from '../../contracts/docker-choice.ts';
import { dockerLife } from '../../contracts/docker-life.ts';
import { sandboxContract } from '../../contracts/sandbox.ts';
import { sandboxEscapes } from '../../contracts/sandbox-escapes.ts';
import { sandboxHidden } from '../../contracts/sandbox-hidden.ts';
import { sandboxLeavings } from '../../contracts/sandbox-leavings.ts';
import { sandboxWalls } from '../../contracts/sandbox-walls.ts';
import { noEngine } from '../../support/docker-daemon.ts';
import { startEngine, type TestEngine } from '../../support/docker-engine.ts';

describe('the Docker sandbox', { skip: noEngine }, () => {
  let engine: TestEngine;
  let sandbox: Sandbox;
  before(async () => {
    engine = await startEngine();
    const { docker, image } = engine;
    sandbox = await createDockerSandbox({ image, folder: `${projectRoot}/sandbox`, docker });
  });
  after(() => engine?.stop());

  sandboxContract('docker', () => sandbox);
  sandboxWalls('docker', () => sandbox);
  sandboxEscapes('docker', () => sandbox);
  sandboxHidden('docker', () => sandbox, true);
  sandboxLeavings('docker', () => sandbox);
  dockerLife(() => ({ engine, sandbox }));
  dockerChoice(() => engine);
});
