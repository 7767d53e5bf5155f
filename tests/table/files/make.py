"""Makes the files of this folder: python make.py, with pyarrow 26, pandas 3, polars 2, duckdb 2, numpy, scipy.

What they hold stands in everything.ts; the tests compare with it.
"""

import decimal
import pathlib

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

HERE = pathlib.Path(__file__).parent
N = 20


def gaps(values):
    return [None if i % 4 == 3 else value for i, value in enumerate(values)]


def everything(is_arrow):
    columns = {
        "f8": pa.array([i / 3 for i in range(N)]),
        "f8_gaps": pa.array(gaps([i / 8 for i in range(N)])),
        "f4": pa.array([i / 8 for i in range(N)], pa.float32()),
        "f2": pa.array([i / 8 for i in range(N)], pa.float16()),
        "i8": pa.array([i - 10 for i in range(N)], pa.int8()),
        "u4": pa.array([4294967295 - i for i in range(N)], pa.uint32()),
        "i64_gaps": pa.array(gaps(range(N)), pa.int64()),
        "bool_gaps": pa.array(gaps([i % 3 == 0 for i in range(N)])),
        "text_gaps": pa.array(gaps(["ä" * (i % 5) for i in range(N)])),
        "category_gaps": pa.array(gaps([f"c{i % 3}" for i in range(N)])).dictionary_encode(),
        # 17 digits and more: not what a product with 10^-scale gives
        "decimal_gaps": pa.array(gaps([decimal.Decimal(947 + i) / 1000 for i in range(N)]), pa.decimal128(38, 18)),
        "list": pa.array([[float(i), i / 2] for i in range(N)]),
        "fixed_list": pa.array([[float(i), i / 2, 7.0] for i in range(N)], pa.list_(pa.float64(), 3)),
    }
    if is_arrow:
        columns["view_gaps"] = pa.array(gaps([f"{'a long text ' * (i % 3)}{i}" for i in range(N)]), pa.string_view())
        columns["large_list"] = pa.array([[float(i), i / 2] for i in range(N)], pa.large_list(pa.float64()))
        columns["decimal256"] = pa.array([decimal.Decimal(947 + i) / 1000 for i in range(N)], pa.decimal256(50, 3))
    return pa.table(columns)


def write_arrow(table):
    for codec in ["uncompressed", "lz4", "zstd"]:
        feather.write_feather(table, HERE / f"everything.{codec}.feather", compression=codec, chunksize=9)
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(HERE / "stream.arrow", table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=9)
    parts = [pa.array(words).dictionary_encode() for words in (["u", "v"], ["u", "v", "w"])]
    more = pa.Table.from_batches([pa.record_batch({"c": part}) for part in parts])
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.ipc.new_stream(HERE / "more-words.arrow", more.schema, options=options) as writer:
        writer.write_table(more)
    nested = pa.table({"x": [1.0], "s": [{"a": 1, "b": [2.0]}]})
    feather.write_feather(nested, HERE / "nested.feather", compression="uncompressed")
    parquet.write_table(nested, HERE / "nested.parquet")
    frame = pl.DataFrame({"x": [i / 3 for i in range(N)], "t": ["a long text of polars"] * N})
    frame.write_ipc(HERE / "polars.arrow", compression="zstd")
    feather.write_feather(pa.table({"s": [1.0]}), HERE / "version1.feather", version=1)


def write_parquet(table):
    for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        parquet.write_table(table, HERE / f"everything.{codec}.parquet", compression=codec, row_group_size=12)
    parquet.write_table(table, HERE / "everything.v2.parquet", data_page_version="2.0", data_page_size=60)
    encoding = {
        "f8": "BYTE_STREAM_SPLIT",
        "f4": "BYTE_STREAM_SPLIT",
        "f2": "BYTE_STREAM_SPLIT",
        "i8": "DELTA_BINARY_PACKED",
        "i64_gaps": "DELTA_BINARY_PACKED",
        "text_gaps": "DELTA_BYTE_ARRAY",
        "category_gaps": "DELTA_LENGTH_BYTE_ARRAY",
        "bool_gaps": "RLE",
    }
    parquet.write_table(table, HERE / "everything.delta.parquet", use_dictionary=False, column_encoding=encoding)
    money = pa.table({f"d{p}": pa.array([decimal.Decimal("0.947"), None], pa.decimal128(p, 3)) for p in (5, 12, 30)})
    parquet.write_table(money, HERE / "decimals.parquet", store_decimal_as_integer=True)
    parquet.write_table(
        pa.table({"s": [1.0, 2.0]}),
        HERE / "checksum.parquet",
        write_page_checksum=True,
        compression="none",
        use_dictionary=False,
        store_schema=False,
        write_statistics=False,
    )
    duckdb.sql(f"COPY (SELECT i / 3 AS x, i % 2 = 0 AS b, (i / 1000)::DECIMAL(12, 3) AS d FROM range({N}) t(i)) "
               f"TO '{HERE}/duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)")


def write_pandas():
    frame = pd.DataFrame({"x": [1.5, 2.5], "y": [3.5, 4.5]}, index=pd.Index([7, 3], name="trial"))
    frame.to_parquet(HERE / "index.parquet")
    feather.write_feather(pa.Table.from_pandas(frame), HERE / "index.feather")
    frame.reset_index(drop=True).to_parquet(HERE / "range-index.parquet")


def write_packed():
    text = "".join(f"{i},{i * i % 977}\n" for i in range(1500)).encode()
    for level in (1, 19):
        (HERE / f"text.{level}.zst").write_bytes(pa.Codec("zstd", level).compress(text, asbytes=True))
    (HERE / "text.lz4").write_bytes(pa.Codec("lz4").compress(text, asbytes=True))


write_arrow(everything(True))
write_parquet(everything(False))
write_pandas()
write_packed()
