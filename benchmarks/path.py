"""A whole regularization path from one eigendecomposition, beside one solution per α."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import Ridge

from benchmarks.table import Row, say
from l2reg import regularization_path

D, N, ALPHAS, REPEATS = 500, 1000, 1000, 15
AGREE = 1e-8


def seconds(function: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def measure() -> list[Row]:
    """Time 1,000 values of α at d = 500; both loops run whole, once each.

    Least squares on random data: H = XᵀX, w* its minimum. Timed is what each needs from H (or,
    for scikit-learn, from X and y) to the 1,000 minima; making the data is not.
    """
    random = np.random.default_rng(500)
    X, alphas = random.normal(size=(N, D)), np.geomspace(1e-2, 1e4, ALPHAS)
    y = X @ random.normal(size=D) + random.normal(size=N)
    H, I = X.T @ X, np.eye(D)
    w_star = np.linalg.solve(H, X.T @ y)
    say(f"{ALPHAS} values of α at d = {D}: one eigendecomposition")
    path = regularization_path(H, w_star, alphas)
    # In turn, since a machine's speed drifts.
    turns = [
        (
            seconds(lambda: regularization_path(H, w_star, alphas)),
            seconds(lambda: np.linalg.eigh(H)),
        )
        for _ in range(REPEATS)
    ]
    ours, alone = (statistics.median(column) for column in zip(*turns, strict=True))
    share = statistics.median(mine / bare for mine, bare in turns)
    say("… one np.linalg.solve per α")
    start = time.perf_counter()
    solved = np.array([np.linalg.solve(H + alpha * I, H @ w_star) for alpha in alphas])
    solving = time.perf_counter() - start
    say("… one scikit-learn Ridge per α")
    start = time.perf_counter()
    ridge = np.array([Ridge(alpha=a, fit_intercept=False).fit(X, y).coef_ for a in alphas])
    ridging = time.perf_counter() - start
    apart = max(abs(path - other).max() / abs(path).max() for other in (solved, ridge))
    return [
        Row(
            f"`regularization_path`, {ALPHAS:,} values of α at d = {D}",
            f"{1000 * ours:.0f} ms",
            f"one `np.linalg.solve` per α: {solving:.1f} s, {solving / ours:.0f} times as long",
            "at least 3 times faster",
            solving / ours >= 3,
        ),
        Row(
            "",
            "",
            f"one `sklearn` `Ridge` per α: {ridging:.1f} s, {ridging / ours:.0f} times as long",
            "at least 20 times faster",
            ridging / ours >= 20,
        ),
        Row(
            "",
            f"{share:.2f} times the eigendecomposition alone",
            f"`np.linalg.eigh`: {1000 * alone:.0f} ms",
            "at most 1.5",
            share <= 1.5,
        ),
        Row(
            "Largest difference of the three paths, relative",
            f"{apart:.0e}",
            "",
            f"at most {AGREE:.0e}",
            apart <= AGREE,
        ),
    ]
