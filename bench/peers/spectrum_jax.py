"""All Lyapunov exponents of a rate network with JAX: a compiled loop over steps and QR, in double precision."""
import jax
import jax.numpy as jnp
import numpy as np

import peer

jax.config.update("jax_enable_x64", True)
given = peer.numbers()
n, h, every, intervals, steps = (given[name] for name in ("n", "h", "every", "intervals", "steps"))
n, every, intervals = int(n), int(every), int(intervals)
W = jnp.asarray(np.fromfile(peer.folder / "W.f64").reshape(n, n))
state = jnp.asarray(np.fromfile(peer.folder / "x.f64")), jnp.asarray(np.fromfile(peer.folder / "Q.f64").reshape(n, n))


def step(_, state):
    x, Q = state
    s = jnp.tanh(W @ x)
    return x + h * (s - x), Q + h * ((1 - s * s)[:, None] * (W @ Q) - Q)


@jax.jit
def interval(state):
    x, Q = jax.lax.fori_loop(0, every, step, state)
    Q, R = jnp.linalg.qr(Q)
    return (x, Q), jnp.log(jnp.abs(jnp.diag(R)))


logs = np.zeros(n)
for _ in range(intervals):
    state, found = interval(state)
    logs += np.asarray(found)
peer.leave(logs)


def timed():
    global state
    state, _ = jax.block_until_ready(interval(state))


peer.report(f"JAX {jax.__version__}", peer.least(timed) * steps / every)
