"""
The steps of src/model/heterosynaptic/bench.ts in PyTorch on one thread, written as a careful user would: mixing and H^-1 in closed form,
fused attention, logits of the last ten positions alone. What it leaves is the mean loss of the batch and its gradient, longest number 1.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import peer

torch.set_num_threads(1)
ALPHA, BLOCK, RATE = 0.1, 4, 1e-4


def mix(h):
    blocks = h.view(h.shape[0], -1, BLOCK)
    return ((1 - ALPHA) * blocks + ALPHA * blocks.sum(-1, keepdim=True)).view_as(h)


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [784, 500, 400, 300, 10]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = mix(F.relu(layer(x)))
        return self.layers[-1](x)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        # in the order of the given parameters
        self.ln_1 = nn.LayerNorm(width)
        self.qkv, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.ln_2 = nn.LayerNorm(width)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        items, length, width = x.shape
        parts = self.qkv(self.ln_1(x)).split(width, 2)
        q, k, v = (part.view(items, length, self.heads, -1).transpose(1, 2) for part in parts)
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(items, length, width)
        x = x + self.project(y)
        return x + self.narrow(F.gelu(self.widen(self.ln_2(x)), approximate="tanh"))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(16, 64), nn.Embedding(120, 64)
        self.layers = nn.ModuleList(Layer(64, 4) for _ in range(2))
        self.ln_f = nn.LayerNorm(64)

    def forward(self, x):
        h = self.tokens(x) + self.positions(torch.arange(x.shape[1]))
        for layer in self.layers:
            h = layer(h)
        return self.ln_f(h[:, -10:]) @ self.tokens.weight.T


@torch.no_grad()
def descend(parameters, momentum, moments):
    for p, m in zip(parameters, moments):
        d = p.grad
        if momentum > 0:
            d = m.mul_(momentum).add_(d, alpha=1 - momentum)
        if p.dim() > 1:
            v = d.reshape(-1, BLOCK)
            share = ALPHA / (1 + (BLOCK - 1) * ALPHA)
            d = ((v - share * v.sum(1, keepdim=True)) / (1 - ALPHA)).view_as(p)
        p.sub_(d, alpha=RATE)


is_transformer = peer.numbers()["transformer"] > 0
model, classes, momentum = (Transformer(), 16, 0.95) if is_transformer else (Perceptron(), 10, 0.0)
parameters = list(model.parameters())
start = torch.from_numpy(np.fromfile(peer.folder / "parameters.f64")).float()
for p, part in zip(parameters, start.split([p.numel() for p in parameters])):
    p.data.copy_(part.view_as(p))
x = torch.from_numpy(np.fromfile(peer.folder / "inputs.f64"))
x = x.long().view(-1, 120) if is_transformer else x.float().view(-1, 784)
y = torch.from_numpy(np.fromfile(peer.folder / "targets.i32", dtype=np.int32)).long()
moments = [torch.zeros_like(p) for p in parameters]


def gradient():
    model.zero_grad()
    loss = F.cross_entropy(model(x).reshape(-1, classes), y)
    loss.backward()
    return loss


def train():
    gradient()
    descend(parameters, momentum, moments)


loss = gradient().item()
found = torch.cat([p.grad.flatten() for p in parameters]).double()
peer.leave(np.concatenate([[loss], (found / found.abs().max()).numpy()]))
peer.report(f"PyTorch {torch.__version__}", peer.least(train))
