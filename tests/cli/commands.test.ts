import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command, Help } from 'commander';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { commandGroups } from '../../src/cli/commands.ts';
import { servicesOn } from '../support/command-line.ts';

const services = servicesOn(createMemoryBroker());

for (const { name, usage, load } of commandGroups.flatMap(({ commands }) => commands))
  test(`the list of commands says of ${name} what it takes`, async () => {
    const command = (await load())(new Command(name), services, () => {});
    assert.equal(`${name} ${usage}`.trim(), new Help().subcommandTerm(command));
  });
