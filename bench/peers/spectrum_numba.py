"""All Lyapunov exponents of a rate network with numba: products and QR are those of NumPy's libraries, the rest is one loop."""
import numba
import numpy as np

import peer

given = peer.numbers()
n, h, every, intervals, steps = (given[name] for name in ("n", "h", "every", "intervals", "steps"))
n, every, intervals = int(n), int(every), int(intervals)
W = np.fromfile(peer.folder / "W.f64").reshape(n, n)
x = np.fromfile(peer.folder / "x.f64")
Q = np.fromfile(peer.folder / "Q.f64").reshape(n, n)


@numba.njit
def interval(W, x, Q, h, every):
    n = x.size
    for _ in range(every):
        drive, change = W @ x, W @ Q
        for i in range(n):
            s = np.tanh(drive[i])
            slope = 1 - s * s
            for j in range(n):
                Q[i, j] += h * (slope * change[i, j] - Q[i, j])
            x[i] += h * (s - x[i])
    q, R = np.linalg.qr(Q)
    Q[:] = q
    return np.log(np.abs(np.diag(R)))


logs = np.zeros(n)
for _ in range(intervals):
    logs += interval(W, x, Q, h, every)
peer.leave(logs)
peer.report(f"numba {numba.__version__}", peer.least(lambda: interval(W, x, Q, h, every)) * steps / every)
