"""Training of an attractor network with numba: one pass over the weights learns and makes the new field."""
import numba
import numpy as np

import peer

given = peer.numbers()
n, eta, steps = int(given["n"]), given["eta"], int(given["steps"])
biases = np.fromfile(peer.folder / "biases.f64").reshape(-1, n)
uniforms = np.fromfile(peer.folder / "uniforms.f64").reshape(steps, n)


@numba.njit
def langevin(h):
    if abs(h) < 0.1:
        q = h * h
        return h * (1 / 3 - q * (1 / 45 - q * (2 / 945 - q / 4725)))
    return 1 / np.tanh(h) - 1 / h


@numba.njit
def draw(t, u):
    return 2 * u - 1 if t == 0 else np.log1p(u * np.expm1(2 * t)) / t - 1


@numba.njit
def train(biases, uniforms, eta):
    steps, n = uniforms.shape
    # by columns: a sum over a row is then one of columns, which needs no other order of additions
    J, sigma, field, a = np.zeros((n, n)), np.zeros(n), np.zeros(n), np.empty(n)
    for s in range(steps):
        bias = biases[s % len(biases)]
        for i in range(n):
            sigma[i] = draw(bias[i] + field[i], uniforms[s, i])
            a[i] = eta * (sigma[i] - langevin(field[i]))
            field[i] = 0
        for j in range(n):
            column, x = J[j], sigma[j]
            kept = column[j]
            for i in range(n):
                w = column[i] + a[i] * x
                column[i] = w
                field[i] += w * x
            field[j] += (kept - column[j]) * x
            column[j] = kept
    return sigma, J.T


sigma, J = train(biases, uniforms, eta)
peer.leave(np.concatenate([sigma, J.ravel()]))
peer.report(f"numba {numba.__version__}", peer.least(lambda: train(biases, uniforms, eta)))
