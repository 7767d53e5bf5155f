"""
Steps of pairs of trajectories of a rate network with NumPy and SciPy. The product with the weights is that of sparse rows or of a full
matrix, whichever is the faster here. As a whole experiment it follows all gains and writes the mean distance of each step.
"""
import time

import numpy as np
import scipy
from scipy.sparse import csr_array

import peer

given = peer.numbers()
n, columns, h, steps = int(given["n"]), int(given["columns"]), given["h"], int(given["steps"])
rows = np.fromfile(peer.folder / "rows.i32", dtype=np.int32)
W = csr_array((np.fromfile(peer.folder / "weights.f64"), np.fromfile(peer.folder / "edges.i32", dtype=np.int32), rows), shape=(n, n))
start = np.fromfile(peer.folder / "x.f64").reshape(n, columns)
pairs = columns // 2


def faster(*forms):
    times = []
    for form in forms:
        form @ start
        before = time.process_time()
        for _ in range(20):
            form @ start
        times.append(time.process_time() - before)
    return forms[int(np.argmin(times))]


def distances(x):
    apart = x[:, :pairs] - x[:, pairs:]
    return np.sqrt(np.einsum("ij,ij->j", apart, apart))


def step(x, gW):
    drive = gW @ x
    np.tanh(drive, out=drive)
    drive -= x
    drive *= h
    x += drive


if given["whole"] > 0:
    gains = np.fromfile(peer.folder / "gains.f64")
    kept = int(given["kept"])
    found = []
    for g in gains:
        x, gW, means = start.copy(), faster(g * W, g * W.toarray()), np.empty(steps)
        for s in range(steps):
            means[s] = distances(x).mean()
            step(x, gW)
        found.append(means)
    peer.leave(np.array(found)[:, :kept].ravel())
    peer.report_whole(f"NumPy {np.__version__}, SciPy {scipy.__version__}")
else:
    x, gW = start.copy(), faster(W, W.toarray())
    for _ in range(steps):
        found = distances(x)
        step(x, gW)
    peer.leave(np.concatenate([x.ravel(), found]))

    def timed():
        distances(x)
        step(x, gW)

    peer.report(f"NumPy {np.__version__}, SciPy {scipy.__version__}", peer.least(timed))
