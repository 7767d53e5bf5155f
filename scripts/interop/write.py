"""Writes the table of compact.parquet in the forms that people bring along; their names go to foreign.json."""

import json
import pathlib
import sys

import polars
import pyarrow
import pyarrow.feather
import pyarrow.parquet


def main(folder):
    table = pyarrow.parquet.read_table(folder / "compact.parquet")
    frame = polars.from_arrow(table)
    files = []

    def path(name):
        files.append(name)
        return str(folder / name)

    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        pyarrow.parquet.write_table(table, path(f"pyarrow-{codec}.parquet"), compression=codec)
    pyarrow.parquet.write_table(table, path("pyarrow-plain.parquet"), use_dictionary=False, data_page_version="2.0")
    frame.write_parquet(path("polars.parquet"))
    frame.write_ipc(path("polars.arrow"))
    pyarrow.feather.write_feather(table, path("pyarrow.feather"), compression="uncompressed")
    with pyarrow.ipc.new_stream(path("pyarrow-stream.arrow"), table.schema) as stream:
        stream.write_table(table)
    frame.write_csv(path("polars.csv"))
    (folder / "foreign.json").write_text(json.dumps(files), encoding="utf-8")


main(pathlib.Path(sys.argv[1]))
