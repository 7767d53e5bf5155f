"""Does the steps of case.json in PyTorch from the weights and batches of ours.safetensors, and compares.

The network, the mixing of activities and H^-1 are written here from their definitions; gradients are those of autograd, gd, adam and adamW the
optimizers of torch.optim, with the damping of the original (momentum is a moving average whose first value is the first gradient). Prints one JSON object.
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

torch.set_num_threads(1)
folder = pathlib.Path(sys.argv[1])
case = json.loads((folder / "case.json").read_text())
ours = load_file(folder / "ours.safetensors")
network, rule = case["network"], case["rule"]
TYPES = {"f32": torch.float32, "f64": torch.float64}


def coupled(v, block, function):
    """Applies a function to blocks along the last axis, the last one shorter."""
    n = v.shape[-1]
    full = n - n % block
    parts = [function(v[..., :full].reshape(*v.shape[:-1], -1, block)).reshape(*v.shape[:-1], full)] if full else []
    if n % block:
        parts.append(function(v[..., full:]))
    return torch.cat(parts, -1)


def mix(h, corruption):
    kind, alpha = corruption["type"], corruption["alpha"]
    if kind == "identity":
        return h
    block = h.shape[-1] if kind == "full_dense" else corruption["block"]
    return coupled(h, block, lambda v: (1 - alpha) * v + alpha * v.sum(-1, keepdim=True))


def inverse(g, block, alpha):
    flat = coupled(g.reshape(-1), block, lambda v: (v - alpha * v.sum(-1, keepdim=True) / (1 + (v.shape[-1] - 1) * alpha)) / (1 - alpha))
    return flat.view_as(g)


def perceptron(w, x, corruption):
    layers = len(network["sizes"]) - 1
    for i in range(1, layers):
        x = mix(F.relu(F.linear(x, w[f"fc{i}.weight"], w[f"fc{i}.bias"])), corruption)
    return F.linear(x, w[f"fc{layers}.weight"], w[f"fc{layers}.bias"])


def transformer(w, x, corruption):
    shape = network["shape"]
    width, heads, last = shape["width"], shape["heads"], network["lastTokens"]
    tokens = x.long()
    items, length = tokens.shape

    def norm(h, name):
        return F.layer_norm(h, (width,), w[f"{name}.weight"], w.get(f"{name}.bias"))

    def linear(h, name):
        return F.linear(h, w[f"{name}.weight"], w.get(f"{name}.bias"))

    h = w["wte.weight"][tokens] + w["wpe.weight"][:length]
    for i in range(shape["layers"]):
        parts = linear(norm(h, f"h.{i}.ln_1"), f"h.{i}.attn.c_attn").split(width, 2)
        q, k, v = (part.view(items, length, heads, -1).transpose(1, 2) for part in parts)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=shape["isCausal"])
        h = h + linear(y.transpose(1, 2).reshape(items, length, width), f"h.{i}.attn.c_proj")
        inner = mix(F.gelu(linear(norm(h, f"h.{i}.ln_2"), f"h.{i}.mlp.c_fc"), approximate="tanh"), corruption)
        h = h + linear(inner, f"h.{i}.mlp.c_proj")
    return norm(h[:, -last:] if last else h, "ln_f") @ w["wte.weight"].T


forward = transformer if network["kind"] == "gpt" else perceptron


class MirrorDescent(torch.optim.Optimizer):
    def __init__(self, parameters):
        super().__init__(parameters, {})

    @torch.no_grad()
    def step(self):
        for p in self.param_groups[0]["params"]:
            d, momentum = p.grad, rule["momentum"]
            if momentum > 0:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                d = m.mul_(momentum).add_(d, alpha=1 - momentum)
            p.sub_(inverse(d, rule["block"], rule["alpha"]) if p.dim() > 1 else d, alpha=rule["rate"])


def optimizer(w):
    if rule["rule"] == "md":
        return MirrorDescent(list(w.values()))
    decay = rule["weightDecay"]
    groups = [
        {"params": [p for p in w.values() if rule["decaysAll"] or p.dim() > 1], "weight_decay": decay},
        {"params": [p for p in w.values() if not rule["decaysAll"] and p.dim() == 1], "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    if rule["rule"] == "gd":
        return torch.optim.SGD(groups, lr=rule["rate"], momentum=rule["momentum"], dampening=rule["dampening"])
    kind = torch.optim.AdamW if rule["rule"] == "adamW" else torch.optim.Adam
    return kind(groups, lr=rule["rate"], betas=(rule["beta1"], rule["beta2"]), eps=rule["epsilon"])


def loss_of(logits, targets):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1).long())


def weights(prefix, dtype, shake=0.0):
    """Tensors under a prefix; `shake` moves each entry by that much of itself, up or down by turns."""
    found = {}
    for name, tensor in ours.items():
        if name.startswith(prefix):
            sign = 1 - 2 * (torch.arange(tensor.numel(), dtype=torch.float64) % 2).view(tensor.shape)
            found[name[len(prefix) :]] = (tensor * (1 + shake * sign)).to(dtype)
    return found


def run(dtype, shake=0.0):
    """The weights after each of the steps, and the share of the test that is right."""
    w = {name: tensor.requires_grad_() for name, tensor in weights("start.", dtype, shake).items()}
    descent = optimizer(w)
    after = {}
    for step in range(1, case["steps"][-1] + 1):
        x, y = ours["train.inputs"][step - 1].to(dtype), ours["train.targets"][step - 1]
        descent.zero_grad()
        loss_of(forward(w, x, network["corruption"]["training"]), y).backward()
        descent.step()
        if step in case["steps"]:
            after[step] = {name: p.detach().clone() for name, p in w.items()}
    x, y = ours["test.inputs"].flatten(0, 1).to(dtype), ours["test.targets"].flatten(0, 1)
    with torch.no_grad():
        logits = forward(w, x, network["corruption"]["test"])
    right = (logits.reshape(-1, logits.shape[-1]).argmax(-1) == y.reshape(-1)).double().mean().item()
    return after, right


def distance(one, other):
    most = max(tensor.abs().max().item() for tensor in one.values())
    return max((one[name].double() - other[name].double()).abs().max().item() for name in one) / most


dtype = TYPES[case["precision"]]
theirs, accuracy = run(dtype)
double = theirs if case["precision"] == "f64" else run(torch.float64)[0]
# a rounding of each weight
shaken = run(torch.float64, 2.0**-52)[0] if case["precision"] == "f64" else theirs
steps = case["steps"]
print(
    json.dumps(
        {
            "version": torch.__version__,
            "apart": [distance(theirs[step], weights(f"after.{step}.", torch.float64)) for step in steps],
            "shaken": [distance(theirs[step], shaken[step]) for step in steps],
            "rounded": [distance(double[step], theirs[step]) for step in steps],
            "accuracy": accuracy,
        }
    )
)
