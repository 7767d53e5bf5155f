"""What cases of encoders that are normalised over a batch have alike: their numbers, a block, and steps of Adam."""
import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
RATE = 0.01


def numbers(count, step, shift):
    """Numbers that a wrong place would show."""
    return torch.tensor([((i * step + shift) % 101) / 101 - 0.4 for i in range(count)])


class Block(nn.Module):
    def __init__(self, inputs, channels):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x):
        return nn.functional.max_pool2d(torch.relu(self.bn(self.conv(x))), 2)


def encoder(channels):
    return nn.Sequential(*[Block(1 if i == 0 else channels, channels) for i in range(2)])


def encoder_tensors(blocks, name="image_encoder"):
    tensors = {}
    for i, block in enumerate(blocks):
        tensors[f"{name}.{i}.weight"] = block.conv.weight
        for of in ("weight", "bias", "running_mean", "running_var"):
            tensors[f"{name}.{i}.bn.{of}"] = getattr(block.bn, of)
    return tensors


def begin(tensors):
    with torch.no_grad():
        for i, (name, tensor) in enumerate(tensors.items()):
            start = numbers(tensor.numel(), 37, 11 * i).view(tensor.shape)
            tensor.copy_(start.abs() + 0.5 if name.endswith("running_var") else start)


def flat(tensor):
    return [] if tensor is None else tensor.detach().flatten().tolist()


def steps_of(tensors, encoders, loss):
    """Two steps, and the loss with running statistics."""
    learned = [tensor for tensor in tensors.values() if tensor.requires_grad]
    start = {name: flat(tensor) for name, tensor in tensors.items()}
    optimizer = torch.optim.Adam(learned, lr=RATE)
    steps = []
    for _ in range(2):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        step = {"loss": value.item(), "gradient": {name: flat(tensor.grad) for name, tensor in tensors.items()}}
        optimizer.step()
        steps.append({**step, "after": {name: flat(tensor) for name, tensor in tensors.items()}})
    encoders.eval()
    return {"start": start, "steps": steps, "judged": loss().item()}


def write(case, script, given):
    print(json.dumps({"case": case, "made_by": f"python scripts/interop/{script}", "rate": RATE, **given}))
