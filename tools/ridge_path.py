"""Write the constants of the live figure of chapter 8, from scikit-learn's diabetes data.

::

    python tools/ridge_path.py        # writes src/l2book/figures/ridge_path.json

The package needs neither scikit-learn nor the data then, and the browser needs no linear algebra.
Both things the figure draws are sums over the eigenvalues λ of XᵀX, so a few numbers hold them
exactly:

* the weights, w̃ⱼ(α) = Σᵢ m[j][i] / (λᵢ+α), with m[j][i] = vⱼᵢ sᵢ uᵢᵀy from X = UΣVᵀ;
* generalized cross-validation, GCV(α) = ‖y − Sy‖² / n / (1 − (1 + tr S)/n)², where
  ‖y − Sy‖² = rest + Σ energy[i] (α/(λᵢ+α))², with energy[i] = (uᵢᵀy)², and tr S = Σ λᵢ/(λᵢ+α).

``tests/figures/test_ridge_path.py`` writes them again and compares, and holds the figure equal to
scikit-learn.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.datasets import load_diabetes
from sklearn.isotonic import isotonic_regression
from sklearn.model_selection import train_test_split

TARGET = Path(__file__).resolve().parent.parent / "src/l2book/figures/ridge_path.json"
TRAINING, FEW = 330, 60
#: The least distance of two labels beside the paths, in units of the coefficients' axis.
LABEL_STEP = 6.5


def training_data() -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the inputs (330, 10) and targets (330,) that chapter 8 fits on, and their names."""
    data = load_diabetes(scaled=False)
    X, _, y, _ = train_test_split(data.data, data.target, train_size=TRAINING, random_state=0)
    return X, y, list(data.feature_names)


def standardized(X: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Return X in units in which the rows ``like`` have mean 0 and standard deviation 1."""
    return (X - like.mean(axis=0)) / like.std(axis=0)


def constants(X: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Return what the figure needs of the fit on all rows of X."""
    target = y - y.mean()
    U, s, Vt = np.linalg.svd(standardized(X, X), full_matrices=False)
    components = U.T @ target
    numerators, eigenvalues, energy = Vt.T * (s * components), s**2, components**2
    rest = target @ target - energy.sum()
    found = minimize_scalar(
        lambda power: error(len(y), rest, energy, eigenvalues, 10**power),
        bounds=(-2, 5),
        options={"xatol": 1e-10},
    )
    return {
        "rows": len(y),
        "eigenvalues": eigenvalues.tolist(),
        "numerators": numerators.tolist(),
        "rest": rest,
        "energy": energy.tolist(),
        "best": round(10**found.x, 3),  # to three decimals: a minimum is flat
        "labels": spread(numerators @ (1 / eigenvalues), LABEL_STEP).round(2).tolist(),
    }


def error(
    rows: int, rest: float, energy: np.ndarray, eigenvalues: np.ndarray, alpha: float
) -> float:
    """Return GCV(α), an estimate of the mean squared error on new patients."""
    kept = eigenvalues / (eigenvalues + alpha)
    squares = rest + np.sum(energy * (1 - kept) ** 2)
    return float(squares / rows / (1 - (1 + kept.sum()) / rows) ** 2)


def spread(heights: np.ndarray, step: float) -> np.ndarray:
    """Move labels apart until neighbours are ``step`` from each other, each as little as can be.

    Without the steps between them they must be in order, and that is isotonic regression.
    """
    order, steps = np.argsort(heights), step * np.arange(len(heights))
    placed = np.empty(len(heights))
    placed[order] = isotonic_regression(heights[order] - steps) + steps
    return placed


def problem() -> dict[str, Any]:
    """Return all that the figure's class attribute ``problem`` holds."""
    X, y, names = training_data()
    return {"names": names, "all": constants(X, y), "few": constants(X[:FEW], y[:FEW])}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(problem(), indent=1) + "\n", encoding="utf-8")
