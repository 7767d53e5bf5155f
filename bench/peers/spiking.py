"""
The step of src/model/spiking/bench.ts that memorizes associations, in PyTorch on one thread: the equations of the published network over whole
batches, with the surrogate's gradient by automatic differentiation. Prints the least CPU time of a step in milliseconds and the largest memory in
megabytes, as JSON.

    OMP_NUM_THREADS=1 python spiking.py [ROUNDS]
"""
import json
import math
import resource
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
B, L, C, FEATURES, E, M, T = 32, 2, 2, 10, 80, 100, 100
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


def drawn(rows, columns, most):
    return torch.nn.Parameter((2 * torch.rand(rows, columns) - 1) * most)


def xavier(rows, columns):
    return drawn(rows, columns, math.sqrt(12 / (rows + columns)))


W_in, emb, W_write, W_read = xavier(E, FEATURES), xavier(C, E), xavier(2 * M, 2 * E), xavier(M, E + M)
W_out = drawn(C, M, 1 / math.sqrt(M))
parameters = [W_in, emb, W_write, W_read, W_out]
optimizer = torch.optim.Adam(parameters, lr=0.0)
features = torch.rand(B, L, FEATURES)
labels = torch.stack([torch.randperm(C)[:L] for _ in range(B)])
asked = torch.randint(L, (B,))
query, answer = features[torch.arange(B), asked], labels[torch.arange(B), asked]


def train():
    told = encode(features @ W_in.t()), encode(emb[labels])
    asks = encode((query @ W_in.t()).unsqueeze(1))
    memory, write_keys, write_values = write(W_write, torch.cat(told, 2))
    keys, values = read(W_read, asks, memory)
    loss = F.cross_entropy(values[:, -WINDOW:].sum(1) @ W_out.t(), answer)
    loss = loss + WEIGHT * sum(map(rate, [*told, asks, write_keys, write_values, keys, values]))
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 40)
    optimizer.step()


train()
times = []
for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 2):
    start = time.process_time()
    train()
    times.append(1000 * (time.process_time() - start))
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps({"version": torch.__version__, "associations": min(times), "megabytes": most}))
