"""All Lyapunov exponents of a rate network with NumPy: a state and its tangent vectors stepped together, and LAPACK's QR."""
import numpy as np

import peer

given = peer.numbers()
n, h, every, intervals, steps = (given[name] for name in ("n", "h", "every", "intervals", "steps"))
n, every, intervals = int(n), int(every), int(intervals)
W = np.fromfile(peer.folder / "W.f64").reshape(n, n)
x = np.fromfile(peer.folder / "x.f64")
Q = np.fromfile(peer.folder / "Q.f64").reshape(n, n)


def interval():
    global x, Q
    for _ in range(every):
        s = np.tanh(W @ x)
        change = W @ Q
        change *= (1 - s * s)[:, None]
        change -= Q
        change *= h
        Q += change
        x = x + h * (s - x)
    Q, R = np.linalg.qr(Q)
    return np.log(np.abs(np.diag(R)))


logs = np.zeros(n)
for _ in range(intervals):
    logs += interval()
peer.leave(logs)
peer.report(f"NumPy {np.__version__}", peer.least(interval) * steps / every)
