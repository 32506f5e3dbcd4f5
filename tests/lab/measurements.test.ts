import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { measurementColumns } from '../../src/lab/keep/measurements.ts';
import { parquetBytes } from '../../src/lab/keep/parquet.ts';
import { csvText } from '../../src/text/csv.ts';
import { brokerWith, call, servicesOn } from '../support/command-line.ts';

test('measurements are exported one metric per row', async (context) => {
  const services = servicesOn(await brokerWith('alpha'));
  const { output } = await call(context, services, 'export alpha --csv');
  const [head, ...rows] = output.trimEnd().split(/\r?\n/);
  assert.equal(head, 'run,idea,experiment,data set,metric,mean,error,n');
  assert.deepEqual(rows, ['alpha,,0,shakes,loss,2,0.1,', 'alpha,first,1,shakes,loss,1.5,0.1,']);
});

test('as Parquet they are the same rows, and no file is overwritten unasked', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'measurements-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'alpha.parquet');
  const run = async (line: string) => {
    const services = servicesOn(await brokerWith('alpha'));
    return call(context, services, `export alpha --parquet --output ${file}${line}`);
  };
  assert.deepEqual(await run(''), { code: 0, output: `${file}\n` });
  const read = async () => parquetReadObjects({ file: new Uint8Array(await readFile(file)).buffer });
  const own = { run: 'alpha', 'data set': 'shakes', metric: 'loss', error: 0.1, n: null };
  assert.deepEqual(await read(), [
    { ...own, idea: '', experiment: 0, mean: 2 },
    { ...own, idea: 'first', experiment: 1, mean: 1.5 },
  ]);
  assert.match((await run('')).output, /\[bundle\.exists\]/);
  assert.equal((await run(' --force')).code, 0);
  assert.equal((await run(' --csv')).code, 2);
});

test('a Parquet file has all columns and types, also without a row, and the same bytes for the same rows', () => {
  const empty = parquetBytes(measurementColumns, []);
  const { children } = parquetSchema(parquetMetadata(new Uint8Array(empty).buffer));
  assert.deepEqual(
    children.map(({ element: { name, type, converted_type } }) => [name, converted_type ?? type]),
    Object.entries(measurementColumns).map(([name, type]) => [name, type === 'STRING' ? 'UTF8' : type]),
  );
  const row = ['r', 'i', 1, 'd', 'm', Number.NaN, 1e-300, null];
  assert.deepEqual(parquetBytes(measurementColumns, [row, row]), parquetBytes(measurementColumns, [row, row]));
});

test('a field with a comma or a quotation mark is quoted, and stays on one line', () => {
  assert.equal(
    csvText(
      ['a', 'b'],
      [
        ['x, "y"', 'one\ntwo'],
        [null, 0.5],
      ],
    ),
    'a,b\r\n"x, ""y""",one two\r\n,0.5\r\n',
  );
});
