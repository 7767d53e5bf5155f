"""Cepstral coefficients of sounds.safetensors by torchaudio.transforms.MFCC with its defaults, in double and in single precision, beside those that are given.

Prints one JSON object.
"""

import json
import pathlib
import sys
import warnings

import torch
import torchaudio
from safetensors.torch import load_file

torch.set_num_threads(1)
# 128 triangles are more than the lines of such a spectrum can fill: some are empty here and there alike
warnings.filterwarnings("ignore", "At least one mel filterbank has all zero values")
tensors = load_file(pathlib.Path(sys.argv[1]) / "sounds.safetensors")


def transform(rate, count, dtype):
    """Tables in the precision that is asked for: they are made in the default one."""
    torch.set_default_dtype(dtype)
    return torchaudio.transforms.MFCC(sample_rate=rate, n_mfcc=count)


transforms = {}
largest, apart, single, sounds, frames = 0.0, 0.0, 0.0, 0, 0
for name, ours in tensors.items():
    number, rate, kind = name.split(".")
    if kind != "ours":
        continue
    samples = tensors[f"{number}.{rate}.samples"]
    made = []
    for dtype in (torch.float64, torch.float32):
        key = (rate, dtype)
        transforms[key] = transforms.get(key) or transform(int(rate), ours.shape[1], dtype)
        made.append(transforms[key](samples.to(dtype)).T.to(torch.float64))
    double, rounded = made
    if double.shape != ours.shape:
        raise SystemExit(f"sound {number}: {tuple(double.shape)} coefficients there, {tuple(ours.shape)} here")
    largest = max(largest, double.abs().max().item())
    apart = max(apart, (double - ours).abs().max().item())
    single = max(single, (double - rounded).abs().max().item())
    sounds += 1
    frames += ours.shape[0]
print(
    json.dumps(
        {
            "torch": torch.__version__,
            "torchaudio": torchaudio.__version__,
            "sounds": sounds,
            "frames": frames,
            "largest": largest,
            "apart": apart / largest,
            "single": single / largest,
        }
    )
)
