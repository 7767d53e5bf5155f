"""Prints the outer edges of the 256 ziggurat layers of numpy's standard normal, measured through numpy's public interface.

A state of PCG64 is chosen so that its next output is 2^60 + layer: positive, half way to the edge of that layer. The normal
drawn is then half the edge. All layers but layer 1, which is empty inside and asks for a second draw, accept it at once;
layer 1 accepts it with these states. Run: pip install numpy && python scripts/ziggurat-table.py
"""

from numpy.random import PCG64, Generator

MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
WORD = 2**128


def edge(layer):
    """Steps the wanted state back (its high half is 0, so the output is not rotated) and draws; the increment is 1."""
    wanted = 2**60 + layer
    bits = PCG64(0)
    state = {"state": (wanted - 1) * pow(MULTIPLIER, -1, WORD) % WORD, "inc": 1}
    bits.state = {**bits.state, "state": state, "has_uint32": 0, "uinteger": 0}
    half = Generator(bits).standard_normal()
    assert layer == 1 or bits.state["state"]["state"] == wanted, f"layer {layer} was rejected"
    return 2 * half


print(",\n".join(repr(edge(layer)) for layer in range(256)))
