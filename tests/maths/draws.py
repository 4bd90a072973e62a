"""Random problems: any dimension from 1 to 20, well and badly conditioned, singular, zero."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

DIMENSIONS = st.integers(1, 20)
SEEDS = st.integers(0, 2**32 - 1)
KINDS = ("moderate", "ill", "singular", "repeated", "zero")


class Problem(NamedTuple):
    """A quadratic's H with the spectrum it was made from, its minimum, and a generator."""

    H: np.ndarray
    eigenvalues: np.ndarray  # largest first
    Q: np.ndarray
    w_star: np.ndarray
    random: np.random.Generator


def problem(d: int, kind: str, seed: int) -> Problem:
    """Make H = QΛQᵀ from a spectrum of the kind wanted; the library has no part in it."""
    random = np.random.default_rng(seed)
    eigenvalues = {
        "moderate": random.uniform(0.1, 5.0, d),
        "ill": 10 ** np.linspace(0, -12, d) if d > 1 else np.ones(1),
        "singular": np.where(np.arange(d) < (d + 1) // 2, random.uniform(0.1, 5.0, d), 0.0),
        "repeated": np.repeat(random.uniform(0.1, 5.0), d),
        "zero": np.zeros(d),
    }[kind]
    eigenvalues = np.sort(eigenvalues)[::-1]
    Q = np.linalg.qr(random.normal(size=(d, d)))[0]
    H = (Q * eigenvalues) @ Q.T
    return Problem((H + H.T) / 2, eigenvalues, Q, random.normal(size=d), random)


@st.composite
def problems(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> Problem:
    """Any problem of the kinds named."""
    return problem(draw(DIMENSIONS), draw(st.sampled_from(kinds)), draw(SEEDS))


def powers_of_ten(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers spread evenly over their orders of magnitude."""
    return st.floats(low, high).map(lambda exponent: 10.0**exponent)


def data(n: int, d: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A table of examples X (n, d) and targets y (n,)."""
    random = np.random.default_rng(seed)
    return random.normal(size=(n, d)), random.normal(size=n)
