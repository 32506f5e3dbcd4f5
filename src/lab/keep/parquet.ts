import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer';

/** Column -> its type in Apache Parquet; every column may have nulls. */
type Columns = Readonly<Record<string, BasicType>>;

/** A Parquet file of these rows. The same rows give the same bytes. */
export const parquetBytes = (columns: Columns, rows: readonly (readonly unknown[])[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, type], index) => ({
        name,
        type,
        data: rows.map((row) => row[index]),
      })),
    }),
  );
