"""
The step of src/model/spiking/bench.ts that memorizes associations, in PyTorch on one thread: the equations of the published network over whole
batches, with the surrogate's gradient by automatic differentiation. What it leaves is the loss of the batch and its gradient, longest number 1.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F

import peer

torch.set_num_threads(1)
B, L, C, FEATURES, E, M, T = int(peer.numbers()["items"]), 2, 2, 10, 80, 100, 100
THRESHOLD, REST, ALPHA, BETA = 0.1, 3, math.exp(-1 / 20), math.exp(-1 / 20)
GAMMA, BOUND, FEEDBACK, WINDOW, WEIGHT = 0.3, 1.0, 0.2, 30, 1e-5


class Spike(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, rests):
        ctx.save_for_backward(u, rests)
        return torch.where(rests, torch.zeros_like(u), (u > 0).to(u.dtype))

    @staticmethod
    def backward(ctx, grad):
        u, rests = ctx.saved_tensors
        return torch.where(rests, torch.zeros_like(u), grad * torch.clamp(1 - u.abs(), min=0)), None


def step(x, state):
    v, z, r = state
    rests = r > 0
    v = ALPHA * v + (1 - ALPHA) * x - THRESHOLD * z
    z = Spike.apply((v - THRESHOLD) / THRESHOLD, rests)
    r = torch.where(rests, torch.clamp(r - 1, 0, REST), REST * z.detach())
    return z, (v, z, r)


def zeros(n):
    return tuple(torch.zeros(B, n) for _ in range(3))


def encode(currents):
    state, spikes = zeros(E), []
    for n in range(currents.shape[1]):
        for _ in range(T):
            z, state = step(E * currents[:, n], state)
            spikes.append(z)
    return torch.stack(spikes, 1)


def write(weights, s):
    key, value, a, b = zeros(M), zeros(M), torch.zeros(B, M), torch.zeros(B, M)
    memory, keys, values = torch.zeros(B, M, M), [], []
    for t in range(s.shape[1]):
        ik, iv = (s[:, t] @ weights.t()).split(M, 1)
        k, key = step(ik, key)
        back = FEEDBACK * (memory @ k.unsqueeze(2)).squeeze(2)
        y, value = step(iv + back, value)
        a, b = (1 - BETA) * k + BETA * a, (1 - BETA) * y + BETA * b
        memory = memory + GAMMA * (BOUND - memory) * b.unsqueeze(2) * a.unsqueeze(1) - GAMMA * a.unsqueeze(1) ** 2 * memory
        keys.append(k)
        values.append(y)
    return memory, torch.stack(keys, 1), torch.stack(values, 1)


def read(weights, s, memory):
    key, value, y, keys, values = zeros(M), zeros(M), torch.zeros(B, M), [], []
    for t in range(T):
        k, key = step(torch.cat([s[:, t], y], 1) @ weights.t(), key)
        y, value = step((memory @ k.unsqueeze(2)).squeeze(2), value)
        keys.append(k)
        values.append(y)
    return torch.stack(keys, 1), torch.stack(values, 1)


def rate(spikes):
    seconds = 1e-3 * spikes.shape[1]
    return ((spikes.sum(1) / seconds).mean(0) ** 2).mean()


start = torch.from_numpy(np.fromfile(peer.folder / "parameters.f64")).float()
shapes = [(E, FEATURES), (C, E), (2 * M, 2 * E), (M, E + M), (C, M)]
parts = start.split([rows * columns for rows, columns in shapes])
parameters = [torch.nn.Parameter(part.clone().view(shape)) for part, shape in zip(parts, shapes)]
W_in, emb, W_write, W_read, W_out = parameters
optimizer = torch.optim.Adam(parameters, lr=0.0)
items = torch.from_numpy(np.fromfile(peer.folder / "inputs.f64")).float().view(B, -1)
features, labels, query = items.split([L * FEATURES, L, FEATURES], 1)
features, labels = features.reshape(B, L, FEATURES), labels.long()
answer = torch.from_numpy(np.fromfile(peer.folder / "targets.i32", dtype=np.int32)).long()


def gradient():
    told = encode(features @ W_in.t()), encode(emb[labels])
    asks = encode((query @ W_in.t()).unsqueeze(1))
    memory, write_keys, write_values = write(W_write, torch.cat(told, 2))
    keys, values = read(W_read, asks, memory)
    loss = F.cross_entropy(values[:, -WINDOW:].sum(1) @ W_out.t(), answer)
    loss = loss + WEIGHT * sum(map(rate, [*told, asks, write_keys, write_values, keys, values]))
    optimizer.zero_grad()
    loss.backward()
    return loss


def train():
    gradient()
    torch.nn.utils.clip_grad_norm_(parameters, 40)
    optimizer.step()


loss = gradient().item()
found = torch.cat([p.grad.flatten() for p in parameters]).double()
peer.leave(np.concatenate([[loss], (found / found.abs().max()).numpy()]))
peer.report(f"PyTorch {torch.__version__}", peer.least(train))
