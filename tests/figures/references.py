"""What each live figure shows, computed a second time: in NumPy, through the library ``l2reg``.

A function of a figure's name takes the values of its sliders and its ``problem`` and returns what
its ``update`` must return. Nothing here calls that, or the helpers it is made of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from l2book.plots import matrix
from l2reg import (
    LogisticLoss,
    Quadratic,
    Regularized,
    adam_descend,
    condition_number,
    effective_parameters,
    l2_penalty,
    largest_stable_learning_rate,
    quadratic_approximation as approximated,
    quadratic_trajectory,
    regime,
    regularized_minimum as minimum,
    shrinkage_factors,
)

Values = Mapping[str, Any]
ZERO = [0.0, 0.0]


def rotation(angle: float) -> np.ndarray:
    """Return Q, whose columns are the unit eigenvectors turned by an angle in radians."""
    return matrix([1, 0], angle)[:, :1] * [1 / math.cos(angle), 0] + np.array(
        [[0, -math.sin(angle)], [0, math.cos(angle)]]
    )
