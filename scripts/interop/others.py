"""Reads ours.safetensors with the safetensors package and the event file in curves with TensorBoard's own reader, and compares with others.json.

Writes the tensors again as theirs.safetensors. Prints one JSON object a line: {"what": "FILE READER", "problem": ""}.
"""

import json
import math
import pathlib
import struct
import sys

import safetensors
import safetensors.numpy
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def encoded(value):
    """The form of others.json: doubles as the hexadecimal digits of their bits."""
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def tensors(folder, expected):
    path = folder / "ours.safetensors"
    found = safetensors.numpy.load_file(path)
    with safetensors.safe_open(path, "np") as file:
        metadata = file.metadata()
    if metadata != {"format": "pt", "msm.seed": "1"}:
        return f"metadata is {metadata}"
    if sorted(found) != sorted(tensor["name"] for tensor in expected):
        return f"tensors are {sorted(found)}"
    for tensor in expected:
        array = found[tensor["name"]]
        if list(array.shape) != tensor["shape"]:
            return f"{tensor['name']} has shape {array.shape}"
        if [encoded(float(value)) for value in array.reshape(-1)] != tensor["values"]:
            return f"{tensor['name']} differs"
    safetensors.numpy.save_file(found, folder / "theirs.safetensors", metadata={"format": "np"})
    return ""


def curves(folder, expected):
    accumulator = EventAccumulator(str(folder / "curves"), size_guidance={"scalars": 0})
    accumulator.Reload()
    if accumulator.Tags()["scalars"] != ["train/loss"]:
        return f"tags are {accumulator.Tags()['scalars']}"
    events = accumulator.Scalars("train/loss")
    if [[event.step, encoded(event.value)] for event in events] != expected:
        return "steps or values differ"
    return "" if all(event.wall_time == 1.5 for event in events) else "times differ"


def main(folder):
    expected = json.loads((folder / "others.json").read_text(encoding="utf-8"))
    for what, check, key in (("ours.safetensors safetensors", tensors, "tensors"), ("events tensorboard", curves, "curve")):
        try:
            problem = check(folder, expected[key])
        except Exception as error:  # whatever a reader throws is a failure of this file
            problem = f"{type(error).__name__}: {error}"
        print(json.dumps({"what": what, "problem": problem}))


main(pathlib.Path(sys.argv[1]))
