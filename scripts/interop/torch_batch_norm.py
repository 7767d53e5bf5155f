"""Two steps of PyTorch with an encoder that is normalised over a batch: python scripts/interop/torch_batch_norm.py > tests/golden/spiking/batch_norm.json"""
import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
SIDE, CHANNELS, CLASSES, ITEMS, RATE = 6, 4, 3, 5, 0.01


def numbers(count, step, shift):
    """Numbers that a wrong place would show."""
    return torch.tensor([((i * step + shift) % 101) / 101 - 0.4 for i in range(count)])


class Block(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, CHANNELS, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(CHANNELS)

    def forward(self, x):
        return nn.functional.max_pool2d(torch.relu(self.bn(self.conv(x))), 2)


blocks = nn.ModuleList([Block(1), Block(CHANNELS)])
output = nn.Linear(CHANNELS, CLASSES, bias=False)
tensors = {}
for i, block in enumerate(blocks):
    tensors[f"image_encoder.{i}.weight"] = block.conv.weight
    for name in ("weight", "bias", "running_mean", "running_var"):
        tensors[f"image_encoder.{i}.bn.{name}"] = getattr(block.bn, name)
tensors["output_layer.weight"] = output.weight
with torch.no_grad():
    for i, (name, tensor) in enumerate(tensors.items()):
        start = numbers(tensor.numel(), 37, 11 * i).view(tensor.shape)
        tensor.copy_(start.abs() + 0.5 if name.endswith("running_var") else start)

pictures = (numbers(ITEMS * SIDE * SIDE, 53, 7) + 0.4).view(ITEMS, 1, SIDE, SIDE)
targets = torch.tensor([0, 2, 1, 1, 2])


def loss():
    x = pictures
    for block in blocks:
        x = block(x)
    return nn.functional.cross_entropy(output(x.flatten(1)), targets)


def flat(tensor):
    return [] if tensor is None else tensor.detach().flatten().tolist()


def state():
    return {name: flat(tensor) for name, tensor in tensors.items()}


start = state()
optimizer = torch.optim.Adam([*blocks.parameters(), *output.parameters()], lr=RATE)
steps = []
for _ in range(2):
    optimizer.zero_grad()
    value = loss()
    value.backward()
    step = {"loss": value.item(), "gradient": {name: flat(tensor.grad) for name, tensor in tensors.items()}}
    optimizer.step()
    steps.append({**step, "after": state()})
blocks.eval()
print(
    json.dumps(
        {
            "case": "batch normalisation of an encoder",
            "made_by": "python scripts/interop/torch_batch_norm.py",
            "rate": RATE,
            "pictures": flat(pictures),
            "targets": targets.tolist(),
            "start": start,
            "steps": steps,
            "judged": loss().item(),
        }
    )
)
