"""Steps of pairs of trajectories of a rate network with numba: loops over sparse rows, all columns of a row at once."""
import numba
import numpy as np

import peer

given = peer.numbers()
n, columns, h, steps = int(given["n"]), int(given["columns"]), given["h"], int(given["steps"])
rows = np.fromfile(peer.folder / "rows.i32", dtype=np.int32)
edges = np.fromfile(peer.folder / "edges.i32", dtype=np.int32)
weights = np.fromfile(peer.folder / "weights.f64")
start = np.fromfile(peer.folder / "x.f64").reshape(n, columns)


@numba.njit
def advance(rows, edges, weights, x, h, count):
    n, m = x.shape
    pairs = m // 2
    found = np.empty((count, pairs))
    drive = np.empty((n, m))
    for s in range(count):
        found[s] = 0
        for i in range(n):
            for t in range(pairs):
                apart = x[i, t] - x[i, pairs + t]
                found[s, t] += apart * apart
        found[s] = np.sqrt(found[s])
        for i in range(n):
            row = drive[i]
            row[:] = 0
            for e in range(rows[i], rows[i + 1]):
                w, other = weights[e], x[edges[e]]
                for c in range(m):
                    row[c] += w * other[c]
        for i in range(n):
            for c in range(m):
                x[i, c] += h * (np.tanh(drive[i, c]) - x[i, c])
    return found


if given["whole"] > 0:
    gains = np.fromfile(peer.folder / "gains.f64")
    found = [advance(rows, edges, g * weights, start.copy(), h, steps).mean(1) for g in gains]
    peer.leave(np.array(found)[:, : int(given["kept"])].ravel())
    peer.report_whole(f"numba {numba.__version__}")
else:
    x = start.copy()
    found = advance(rows, edges, weights, x, h, steps)
    peer.leave(np.concatenate([x.ravel(), found[-1]]))
    SPAN = 100
    peer.report(f"numba {numba.__version__}", peer.least(lambda: advance(rows, edges, weights, x, h, SPAN)) / SPAN)
