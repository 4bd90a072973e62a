"""The L2 penalty and its gradient: chapters 1 and 2."""

import numpy as np
from numpy.typing import ArrayLike

from l2reg import _validation as valid
from l2reg._validation import accepts


@accepts(w=valid.vector, overflow="w")
def l2_penalty(w: ArrayLike) -> np.ndarray:
    """Return Ω(w) = ½ wᵀw.

    Source: ``eq-l2-penalty``; Goodfellow et al., equation 7.2.

    Parameters
    ----------
    w : Weights, shape (..., d).

    Returns
    -------
    ndarray : The penalty of each, shape (...,).

    Raises
    ------
    ValueError : If ``w`` is not an array of finite real numbers with at least one axis, or its
        square overflows.
    """
    return 0.5 * np.sum(w * w, axis=-1)


@accepts(w=valid.vector)
def l2_penalty_gradient(w: ArrayLike) -> np.ndarray:
    """Return ∇Ω(w) = w, as a new array of the shape of ``w``, (..., d).

    Source: ``eq-penalty-gradient``.
    """
    return w
