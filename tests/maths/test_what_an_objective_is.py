"""What is asked of an objective, and what ours refuse; each made inside its test."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from l2reg import LeastSquares, LogisticLoss, Quadratic, Regularized, TaylorModel

METHODS = ("value", "gradient", "hessian")


def loss(**changed: Any) -> SimpleNamespace:
    """J(w) = ½wᵀw in two dimensions, with some of what it returns changed."""
    returned = {"value": 0.5, "gradient": np.array([1.0, 0.0]), "hessian": np.eye(2)} | changed
    return SimpleNamespace(**{name: lambda w, r=r: r for name, r in returned.items()})


@pytest.mark.parametrize("missing", METHODS)
def test_a_missing_method_is_named(missing: str) -> None:
    lame = loss()
    delattr(lame, missing)
    message = rf"^objective must be an objective with {missing}\(w\)"
    with pytest.raises(ValueError, match=message):
        Regularized(lame, 1.0)
    with pytest.raises(ValueError, match=message):
        TaylorModel(lame, [1.0, 0.0])


@pytest.mark.parametrize("name", METHODS)
def test_a_derivative_that_is_not_finite_is_named(name: str) -> None:
    bad = loss(**{name: np.nan * np.ones_like(getattr(loss(), name)(None))})
    message = "^objective must be an objective with finite derivatives at w_0"
    with pytest.raises(ValueError, match=message):
        TaylorModel(bad, [1.0, 0.0])


@pytest.mark.parametrize("changed", [{"value": [0.5]}, {"hessian": np.eye(3)}])
def test_a_derivative_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^objective must return a number and a matrix at one w"):
        TaylorModel(loss(**changed), [1.0, 0.0])


def test_alpha_is_kept_as_a_float() -> None:
    assert type(Regularized(loss(), np.int64(2)).alpha) is float


@pytest.mark.parametrize("w", [[1.0], [1.0, 2.0, 3.0]])
@pytest.mark.parametrize("method", METHODS)
def test_weights_of_another_size_are_refused(method: str, w: list[float]) -> None:
    X = np.eye(3, 2)
    for ours in (
        TaylorModel(loss(), [1.0, 0.0]),
        LeastSquares(X, np.ones(3)),
        LogisticLoss(X, np.ones(3)),
        Quadratic(np.eye(2), [0.0, 0.0]),
    ):
        with pytest.raises(ValueError, match=r"^w must be an array of .* \(\.\.\., 2\)"):
            getattr(ours, method)(w)


def test_what_was_given_cannot_be_written_to() -> None:
    model = TaylorModel(loss(), [1.0, 0.0])
    data, bowl = LeastSquares(np.eye(2), np.ones(2)), Quadratic(np.eye(2), [0.0, 0.0])
    held = (model.w_0, model.gradient_0, model.H, data.X, data.y, bowl.H, bowl.w_star)
    assert [array.flags.writeable for array in held] == [False] * 7
