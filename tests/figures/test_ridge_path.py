"""The constants of chapter 8's figure: written by their tool, and true to scikit-learn."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from l2book.figures.ridge_path import RidgePath, coefficients
from livefig.still import differences
from tools import ridge_path

ALPHAS = (0.01, 0.7, 10.0, 42.0, 3e3, 1e5)


def test_the_file_is_what_the_tool_writes() -> None:
    written = json.loads(ridge_path.TARGET.read_text(encoding="utf-8"))
    assert dict(RidgePath.problem) == written
    # To rounding: another machine's linear algebra may add in another order.
    assert list(differences(written, json.loads(json.dumps(ridge_path.problem())))) == []


def model(alpha: float) -> Pipeline:
    """Standardisation learnt from the rows of the fit alone, then ridge regression."""
    return make_pipeline(StandardScaler(), Ridge(alpha=alpha))


@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize("alpha", ALPHAS)
def test_readouts_are_those_of_scikit_learn(alpha: float, few: bool) -> None:
    X, y, _ = ridge_path.training_data()
    rows = slice(ridge_path.FEW if few else None)
    figure = RidgePath(alpha=alpha, few=few)
    data: dict[str, Any] = RidgePath.problem["few" if few else "all"]
    w_tilde = model(alpha).fit(X[rows], y[rows])[-1].coef_
    np.testing.assert_allclose(coefficients(data, alpha), w_tilde, rtol=1e-8, atol=1e-8)
    assert figure.readouts["norm"] == pytest.approx(np.linalg.norm(w_tilde), rel=1e-8)
    # The hat matrix of the fit with its intercept, column by column: predictions of unit targets.
    n = len(y[rows])
    hat = np.stack([model(alpha).fit(X[rows], unit).predict(X[rows]) for unit in np.eye(n)], axis=1)
    residual = y[rows] - hat @ y[rows]
    gcv = np.mean(residual**2) / (1 - np.trace(hat) / n) ** 2
    assert figure.readouts["error"] == pytest.approx(np.sqrt(gcv), rel=1e-8)
    assert figure.readouts["lowest"] <= figure.readouts["error"]


def test_spread_keeps_the_order_and_the_distance() -> None:
    heights = np.array([3.0, 0.0, 3.5, 20.0, 4.0])
    placed = ridge_path.spread(heights, 2.0)
    assert list(np.argsort(placed)) == list(np.argsort(heights))
    assert np.diff(np.sort(placed)).min() == pytest.approx(2.0)
    assert placed[3] == 20.0
