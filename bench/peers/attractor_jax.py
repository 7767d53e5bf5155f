"""Training of an attractor network with JAX: a compiled loop over steps, in double precision."""
import jax
import jax.numpy as jnp
import numpy as np

import peer

jax.config.update("jax_enable_x64", True)
given = peer.numbers()
n, eta, steps = int(given["n"]), given["eta"], int(given["steps"])
biases = jnp.asarray(np.fromfile(peer.folder / "biases.f64").reshape(-1, n))
uniforms = jnp.asarray(np.fromfile(peer.folder / "uniforms.f64").reshape(steps, n))
off = 1.0 - jnp.eye(n)


def langevin(h):
    near = jnp.abs(h) < 0.1
    safe = jnp.where(near, 1.0, h)
    q = h * h
    return jnp.where(near, h * (1 / 3 - q * (1 / 45 - q * (2 / 945 - q / 4725))), 1 / jnp.tanh(safe) - 1 / safe)


def draw(t, u):
    safe = jnp.where(t == 0, 1.0, t)
    return jnp.where(t == 0, 2 * u - 1, jnp.log1p(u * jnp.expm1(2 * safe)) / safe - 1)


def step(s, state):
    sigma, J, field = state
    sigma = draw(biases[s % len(biases)] + field, uniforms[s])
    J = J + off * jnp.outer(eta * (sigma - langevin(field)), sigma)
    return sigma, J, J @ sigma


@jax.jit
def train():
    start = jnp.zeros(n), jnp.zeros((n, n)), jnp.zeros(n)
    return jax.lax.fori_loop(0, steps, step, start)


state = train()
peer.leave(np.concatenate([np.asarray(state[0]), np.asarray(state[1]).ravel()]))
peer.report(f"JAX {jax.__version__}", peer.least(lambda: jax.block_until_ready(train())))
