import { createPlaybook } from '../../../src/adapters/models/playbook/playbook.ts';
import { modelContract } from '../../contracts/model.ts';
import { playbookFolder } from '../../support/playbook-lab.ts';
import { modelsAt, question, vendors } from '../../support/vendor-lab.ts';
import { startVendor } from '../../support/vendor-server.ts';

const text = 'An answer of a few words, "quoted", with\nlines and ünïcode.';

for (const vendor of vendors) {
  modelContract(vendor.endpoint, async () => {
    const server = await startVendor(vendor.dialect, () => ({ text, usage: { input: 40, output: 20 } }));
    const prices = { m: { input: 3, output: 15 } };
    const model = modelsAt(vendor, server.url, { prices }).named(`${vendor.endpoint}:m`);
    return { model, request: question('Say something.'), text, close: () => server.close() };
  });
}

const scripted = {
  ...question('<step>writer.choose</step>\n\n<data name="papers">\n[]\n</data>\n\n<data name="sections">\n{}\n</data>'),
  purpose: 'writer.choose',
};

modelContract('playbook', async () => {
  const model = createPlaybook({ folder: playbookFolder });
  const call = { signal: AbortSignal.timeout(10_000), onDelta: () => {}, readBlob: async () => new Uint8Array() };
  const first = await model.answer(scripted, call);
  if (!first.ok) throw new Error(first.error.message);
  return { model, request: scripted, text: first.value.text, close: async () => {} };
});
