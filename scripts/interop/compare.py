"""Loads the files of a folder with several readers and compares each value with expected.json, bit by bit.

Prints one JSON object a line: {"what": "FILE READER", "problem": ""}.
"""

import json
import math
import pathlib
import struct
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet

READERS = ("pyarrow", "pandas", "polars", "duckdb")


def load(reader, path):
    """The columns of a file as a dictionary of Python lists, or None where the reader does not know the format."""
    kind = path.suffix
    if reader == "pyarrow":
        if kind == ".parquet":
            return pyarrow.parquet.read_table(path).to_pydict()
        if kind == ".arrow":
            table = pyarrow.ipc.open_file(str(path)).read_all()
            table.validate(full=True)
            return table.to_pydict()
        # By default pyarrow takes the text NaN for a missing value.
        convert = pyarrow.csv.ConvertOptions(null_values=[""], strings_can_be_null=True)
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        return pyarrow.csv.read_csv(path, convert_options=convert, parse_options=parse).to_pydict()
    if reader == "pandas":
        if kind == ".parquet":
            return pandas.read_parquet(path).to_dict("list")
        if kind == ".arrow":
            return pandas.read_feather(path).to_dict("list")
        # Before version 3 the default way of reading numbers was off in the last digit.
        precision = {"float_precision": "round_trip"} if int(pandas.__version__.split(".")[0]) < 3 else {}
        return pandas.read_csv(path, **precision).to_dict("list")
    if reader == "polars":
        functions = {".parquet": polars.read_parquet, ".arrow": polars.read_ipc, ".csv": polars.read_csv}
        return functions[kind](path).to_dict(as_series=False)
    if kind == ".arrow":
        return None
    # Types are given for CSV: the guess from the first rows takes infinities beside gaps for text.
    types = "columns={'x': 'DOUBLE', 'x_or_null': 'DOUBLE', 'i': 'INTEGER', 't': 'VARCHAR', 't_or_null': 'VARCHAR', 'b': 'BOOLEAN'}"
    source = f"read_csv('{path}', header=true, {types})" if kind == ".csv" else f"'{path}'"
    relation = duckdb.sql(f"SELECT * FROM {source}")
    rows = relation.fetchall()
    return {name: [row[index] for row in rows] for index, name in enumerate(relation.columns)}


def encoded(kind, value, gaps_are_nan):
    """The form of expected.json: doubles as the hexadecimal digits of their bits."""
    if value is None or (kind != "f64" and isinstance(value, float) and math.isnan(value)):
        return "nan" if kind == "f64" and gaps_are_nan else None
    if kind != "f64":
        return {"i32": int, "text": str, "boolean": bool}[kind](value)
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def compare(reader, path, columns):
    found = load(reader, path)
    if found is None:
        return None
    if list(found) != [column["name"] for column in columns]:
        return f"columns are {list(found)}"
    gaps_are_nan = reader == "pandas"  # pandas has one mark for both
    for column in columns:
        wanted = ["nan" if gaps_are_nan and column["type"] == "f64" and v is None else v for v in column["values"]]
        values = [encoded(column["type"], value, gaps_are_nan) for value in found[column["name"]]]
        if len(values) != len(wanted):
            return f"column {column['name']} has {len(values)} rows, wanted {len(wanted)}"
        for row, (value, want) in enumerate(zip(values, wanted)):
            if value != want:
                return f"column {column['name']} row {row} is {value!r}, wanted {want!r}"
    return ""


def main(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for file in expected["files"]:
        for reader in READERS:
            try:
                problem = compare(reader, folder / file, expected["columns"])
            except Exception as error:  # whatever a reader throws is a failure of this file
                problem = f"{type(error).__name__}: {error}"
            if problem is not None:
                print(json.dumps({"what": f"{file} {reader}", "problem": problem}))


main(pathlib.Path(sys.argv[1]))
