"""The coupled step of neurons and couplings with NumPy, and SciPy's BLAS for the update of rank one in place."""
import numpy as np
import scipy
from scipy.linalg.blas import dger

import peer

given = peer.numbers()
n, patterns, steps = int(given["n"]), int(given["patterns"]), int(given["steps"])
beta, u, r, a, b = (given[name] for name in ("beta", "u", "r", "a", "b"))
sigma = np.fromfile(peer.folder / "sigma.f64")
# BLAS counts columns first; the couplings are symmetric
J = np.asfortranarray(np.fromfile(peer.folder / "J.f64").reshape(n, n))
xi = u * np.fromfile(peer.folder / "xi.f64").reshape(patterns, n)
shown = np.fromfile(peer.folder / "shown.i32", dtype=np.int32)
field = J @ sigma
count = 0


def step():
    global count
    drive = np.add(field, xi[shown[count % steps]])
    drive *= beta
    np.tanh(drive, out=drive)
    drive *= r
    np.multiply(sigma, 1 - r, out=sigma)
    np.add(sigma, drive, out=sigma)
    np.multiply(J, a, out=J)
    dger(b, sigma, sigma, a=J, overwrite_x=0, overwrite_y=0, overwrite_a=1)
    np.fill_diagonal(J, 0)
    np.dot(J, sigma, out=field)
    count += 1


for _ in range(steps):
    step()
peer.leave(np.concatenate([sigma, J[: min(4, n)].ravel()]))
peer.report(f"NumPy {np.__version__}, SciPy {scipy.__version__}", peer.least(step))
