"""The coupled step of neurons and couplings with numba: one pass over the couplings, two rows at a time."""
import numba
import numpy as np

import peer

given = peer.numbers()
n, patterns, steps = int(given["n"]), int(given["patterns"]), int(given["steps"])
beta, u, r, a, b = (given[name] for name in ("beta", "u", "r", "a", "b"))
sigma = np.fromfile(peer.folder / "sigma.f64")
J = np.fromfile(peer.folder / "J.f64").reshape(n, n)
xi = np.fromfile(peer.folder / "xi.f64").reshape(patterns, n)
shown = np.fromfile(peer.folder / "shown.i32", dtype=np.int32)
field = J @ sigma


@numba.njit
def step(J, sigma, field, h, beta, u, r, a, b):
    n = sigma.size
    for i in range(n):
        sigma[i] = (1 - r) * sigma[i] + r * np.tanh(beta * (field[i] + u * h[i]))
        field[i] = 0
    # J is symmetric, so a row is also a column: sums run along rows and need no other order of additions
    for i in range(0, n - 1, 2):
        x, y = sigma[i], sigma[i + 1]
        bx, by = b * x, b * y
        first, second = J[i], J[i + 1]
        for j in range(n):
            p = a * first[j] + bx * sigma[j]
            q = a * second[j] + by * sigma[j]
            first[j], second[j] = p, q
            field[j] += x * p + y * q
        field[i] -= x * first[i]
        field[i + 1] -= y * second[i + 1]
        first[i], second[i + 1] = 0, 0
    if n % 2 == 1:
        row, x = J[n - 1], sigma[n - 1]
        for j in range(n - 1):
            row[j] = a * row[j] + b * x * sigma[j]
            field[j] += x * row[j]


@numba.njit
def steps_from(J, sigma, field, xi, shown, first, count, beta, u, r, a, b):
    for s in range(first, first + count):
        step(J, sigma, field, xi[shown[s % shown.size]], beta, u, r, a, b)


steps_from(J, sigma, field, xi, shown, 0, steps, beta, u, r, a, b)
peer.leave(np.concatenate([sigma, J[: min(4, n)].ravel()]))
SPAN = max(1, 1_000_000 // (n * n))
count = steps


def span():
    global count
    steps_from(J, sigma, field, xi, shown, count, SPAN, beta, u, r, a, b)
    count += SPAN


peer.report(f"numba {numba.__version__}", peer.least(span) / SPAN)
