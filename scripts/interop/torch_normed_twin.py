"""Two steps of PyTorch with the twin without time of characters, whose encoder is normalised over the pictures of a batch, those that ask included:
python scripts/interop/torch_normed_twin.py > tests/golden/spiking/normed_twin.json"""
import torch
from torch import nn
from torch_normed import begin, encoder, encoder_tensors, flat, numbers, steps_of, write

SIDE, CHANNELS, EMBEDDING, MEMORY, FACTS, ITEMS = 6, 4, 3, 5, 2, 3
GAMMA = 0.1

blocks = encoder(CHANNELS)
tensors = {
    **encoder_tensors(blocks),
    "embedding_layer.embedding.weight": nn.Parameter(torch.zeros(FACTS, EMBEDDING)),
    "writing_layer.W": nn.Parameter(torch.zeros(2 * MEMORY, CHANNELS + EMBEDDING)),
    "reading_layer.W": nn.Parameter(torch.zeros(MEMORY, CHANNELS)),
    "output_layer.weight": nn.Parameter(torch.zeros(FACTS, MEMORY)),
}
begin(tensors)
embedding, writing, reading, output = list(tensors.values())[-4:]
# of each item the pictures of both facts, then the one that asks
pictures = (numbers(ITEMS * (FACTS + 1) * SIDE * SIDE, 53, 7) + 0.4).view(-1, 1, SIDE, SIDE)
targets = torch.tensor([0, 1, 1])


def loss():
    codes = blocks(pictures).view(ITEMS, FACTS + 1, CHANNELS)
    memory = torch.zeros(ITEMS, MEMORY, MEMORY)
    for n in range(FACTS):
        label = torch.relu(embedding[n]).expand(ITEMS, -1)
        written = torch.relu(torch.cat([codes[:, n], label], 1) @ writing.T)
        k, y = written[:, None, :MEMORY], written[:, MEMORY:, None]
        memory = memory + GAMMA * (1 - memory) * y * k - GAMMA * k**2 * memory
    keys = torch.relu(codes[:, FACTS] @ reading.T)
    return nn.functional.cross_entropy((memory @ keys[:, :, None]).squeeze(2) @ output.T, targets)


write(
    "the twin without time of characters, normalised over a batch",
    "torch_normed_twin.py",
    {"pictures": flat(pictures), "targets": targets.tolist(), **steps_of(tensors, blocks, loss)},
)
