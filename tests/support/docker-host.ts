/** A program that runs a labelled job in a container, for tests that kill it: <socket> <image> <workspace> <task>. */
import Docker from 'dockerode';
import { projectRoot } from '../../src/adapters/machine/home.ts';
import { createDockerSandbox } from '../../src/adapters/sandbox/docker/sandbox.ts';
import { longJob } from './docker-job.ts';

const [socketPath = '', image = '', workspace = '', task = ''] = process.argv.slice(2);
const docker = new Docker({ socketPath });
const sandbox = await createDockerSandbox({ docker, image, folder: `${projectRoot}/sandbox` });
const result = await sandbox.run(longJob(workspace, task === '' ? undefined : task, (line) => console.log(line)));
console.log(JSON.stringify(result));
