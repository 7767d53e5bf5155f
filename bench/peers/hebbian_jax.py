"""The coupled step of neurons and couplings with JAX: compiled loops over steps, in double precision."""
import jax
import jax.numpy as jnp
import numpy as np

import peer

jax.config.update("jax_enable_x64", True)
given = peer.numbers()
n, patterns, steps = int(given["n"]), int(given["patterns"]), int(given["steps"])
beta, u, r, a, b = (given[name] for name in ("beta", "u", "r", "a", "b"))
xi = jnp.asarray(np.fromfile(peer.folder / "xi.f64").reshape(patterns, n))
shown = jnp.asarray(np.fromfile(peer.folder / "shown.i32", dtype=np.int32))
off = 1.0 - jnp.eye(n)


def step(s, state):
    sigma, J = state
    sigma = (1 - r) * sigma + r * jnp.tanh(beta * (J @ sigma + u * xi[shown[s % steps]]))
    return sigma, a * J + b * off * jnp.outer(sigma, sigma)


def advance(first, state, count):
    return jax.lax.fori_loop(first, first + count, step, state)


advance = jax.jit(advance, static_argnums=2, donate_argnums=1)
state = jnp.asarray(np.fromfile(peer.folder / "sigma.f64")), jnp.asarray(np.fromfile(peer.folder / "J.f64").reshape(n, n))
state = jax.block_until_ready(advance(0, state, steps))
peer.leave(np.concatenate([np.asarray(state[0]), np.asarray(state[1][: min(4, n)]).ravel()]))
SPAN = max(1, 1_000_000 // (n * n))
count = steps


def span():
    global state, count
    state = jax.block_until_ready(advance(count, state, SPAN))
    count += SPAN


span()
peer.report(f"JAX {jax.__version__}", peer.least(span) / SPAN)
