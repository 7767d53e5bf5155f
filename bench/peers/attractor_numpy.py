"""Training of an attractor network with NumPy: states drawn by inversion from the given uniforms, and the update of rank one."""
import numpy as np

import peer

given = peer.numbers()
n, eta, steps = int(given["n"]), given["eta"], int(given["steps"])
biases = np.fromfile(peer.folder / "biases.f64").reshape(-1, n)
uniforms = np.fromfile(peer.folder / "uniforms.f64").reshape(steps, n)
change = np.zeros((n, n))


def langevin(h):
    near = np.abs(h) < 0.1
    safe = np.where(near, 1.0, h)
    q = h * h
    series = h * (1 / 3 - q * (1 / 45 - q * (2 / 945 - q / 4725)))
    return np.where(near, series, 1 / np.tanh(safe) - 1 / safe)


def draw(t, u):
    safe = np.where(t == 0, 1.0, t)
    return np.where(t == 0, 2 * u - 1, np.log1p(u * np.expm1(2 * safe)) / safe - 1)


def train():
    J, field = np.zeros((n, n)), np.zeros(n)
    for s in range(steps):
        sigma = draw(biases[s % len(biases)] + field, uniforms[s])
        np.multiply.outer(eta * (sigma - langevin(field)), sigma, out=change)
        np.fill_diagonal(change, 0)
        np.add(J, change, out=J)
        field = J @ sigma
    return sigma, J


sigma, J = train()
peer.leave(np.concatenate([sigma, J.ravel()]))
peer.report(f"NumPy {np.__version__}", peer.least(train))
