"""Two steps of PyTorch with an encoder that is normalised over a batch: python scripts/interop/torch_batch_norm.py > tests/golden/spiking/batch_norm.json"""
import torch
from torch import nn
from torch_normed import begin, encoder, encoder_tensors, flat, numbers, steps_of, write

SIDE, CHANNELS, CLASSES, ITEMS = 6, 4, 3, 5

blocks = encoder(CHANNELS)
output = nn.Linear(CHANNELS, CLASSES, bias=False)
tensors = {**encoder_tensors(blocks), "output_layer.weight": output.weight}
begin(tensors)
pictures = (numbers(ITEMS * SIDE * SIDE, 53, 7) + 0.4).view(ITEMS, 1, SIDE, SIDE)
targets = torch.tensor([0, 2, 1, 1, 2])


def loss():
    return nn.functional.cross_entropy(output(blocks(pictures).flatten(1)), targets)


write(
    "batch normalisation of an encoder",
    "torch_batch_norm.py",
    {"pictures": flat(pictures), "targets": targets.tolist(), **steps_of(tensors, blocks, loss)},
)
