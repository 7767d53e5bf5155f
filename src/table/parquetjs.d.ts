/** The part of parquetjs that is used: the columnar envelope writer. A CommonJS module, so all is under `default`. */
declare module 'parquetjs' {
  export interface FieldOptions {
    readonly type: 'DOUBLE' | 'INT32' | 'UTF8' | 'BOOLEAN';
    readonly optional: boolean;
    readonly encoding: 'PLAIN';
    readonly compression: 'UNCOMPRESSED';
  }
  export interface ColumnRecords {
    readonly values: ArrayLike<number | boolean> | Uint8Array[];
    readonly dlevels: readonly number[];
    readonly rlevels: readonly number[];
    readonly count: number;
  }
  export interface Records {
    readonly rowCount: number;
    readonly columnData: { readonly [name: string]: ColumnRecords };
  }
  class ParquetSchema {
    constructor(fields: { readonly [name: string]: FieldOptions });
    fieldList: { readonly name: string }[];
  }
  class ParquetEnvelopeWriter {
    constructor(
      schema: ParquetSchema,
      write: (bytes: Uint8Array) => void,
      close: () => void,
      fileOffset: number,
      options: { readonly useDataPageV2: boolean },
    );
    writeHeader(): void;
    writeRowGroup(records: Records): void;
    writeFooter(metadata: { readonly [key: string]: string }): void;
  }
  const parquetjs: {
    readonly ParquetSchema: typeof ParquetSchema;
    readonly ParquetEnvelopeWriter: typeof ParquetEnvelopeWriter;
  };
  export default parquetjs;
}
