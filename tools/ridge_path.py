"""Write the constants of the live figure of chapter 8, from scikit-learn's diabetes data.

::

    python tools/ridge_path.py        # writes src/l2book/figures/ridge_path.json

The package needs neither scikit-learn nor the data then, and the browser needs no linear algebra.
Both things the figure draws are sums over eigenvalues λ of XᵀX, so a few numbers hold them exactly:

* the weights, w̃ⱼ(α) = Σᵢ m[j][i] / (λᵢ+α), with m[j][i] = vⱼᵢ sᵢ uᵢᵀy from X = UΣVᵀ;
* the cross-validated mean squared error, constant + Σ p/(λ+α) + q/(λ+α)², over the eigenvalues of
  all folds. On one fold it is a quadratic form in the numbers 1/(λᵢ+α); the products of two
  different ones are split by partial fractions.

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
from sklearn.model_selection import KFold, train_test_split

TARGET = Path(__file__).resolve().parent.parent / "src/l2book/figures/ridge_path.json"
TRAINING, FEW, FOLDS = 330, 60, 5  # both counts divide by the folds: each fold weighs the same
#: The least distance of two labels beside the paths, in units of the coefficients' axis.
LABEL_STEP = 6.5


def training_data() -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the inputs (330, 10) and targets (330,) that chapter 8 fits on, and their names."""
    data = load_diabetes(scaled=False)
    X, _, y, _ = train_test_split(data.data, data.target, train_size=TRAINING, random_state=0)
    return X, y, list(data.feature_names)


def standardised(X: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Return X in units in which the rows ``like`` have mean 0 and standard deviation 1."""
    return (X - like.mean(axis=0)) / like.std(axis=0)


def constants(X: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Return what the figure needs of the fit on all rows of X, and of its cross-validation."""
    eigenvalues, numerators = _weights(standardised(X, X), y - y.mean())
    constant, terms = 0.0, []
    for train, held_out in KFold(FOLDS).split(X):
        variance, fold_terms = _fold(X[train], y[train], X[held_out], y[held_out])
        constant += variance / FOLDS
        terms += [[value, p / FOLDS, q / FOLDS] for value, p, q in fold_terms]
    found = minimize_scalar(
        lambda power: error(constant, terms, 10**power), bounds=(-2, 5), options={"xatol": 1e-10}
    )
    unpenalized = numerators @ (1 / eigenvalues)
    return {
        "rows": len(y),
        "eigenvalues": eigenvalues.tolist(),
        "numerators": numerators.tolist(),
        "constant": constant,
        "terms": terms,
        "best": round(10**found.x, 4),  # to four decimals: a minimum is flat
        "labels": spread(unpenalized, LABEL_STEP).round(2).tolist(),
    }


def error(constant: float, terms: list[list[float]], alpha: float) -> float:
    """Return the cross-validated mean squared error at one α."""
    value, p, q = np.transpose(terms)
    return float(constant + np.sum(p / (value + alpha) + q / (value + alpha) ** 2))


def _weights(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return λ (d,) and m (d, d), with w̃ = m · 1/(λ+α)."""
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return s**2, Vt.T * (s * (y @ U))


def _fold(
    X: np.ndarray, y: np.ndarray, X_held: np.ndarray, y_held: np.ndarray
) -> tuple[float, list[list[float]]]:
    """Return c and the [λ, p, q] with mean squared error c + Σ p/(λ+α) + q/(λ+α)²."""
    eigenvalues, numerators = _weights(standardised(X, X), y - y.mean())
    predict = standardised(X_held, X) @ numerators  # predictions are predict · 1/(λ+α) + mean
    target, n = y_held - y.mean(), len(y_held)
    p, G = -2 * predict.T @ target / n, predict.T @ predict / n
    gap = eigenvalues - eigenvalues[:, None]  # gap[i, j] = λⱼ − λᵢ
    np.fill_diagonal(gap, np.inf)
    p += 2 * (G / gap).sum(axis=1)
    return target @ target / n, np.stack([eigenvalues, p, np.diag(G)], axis=-1).tolist()


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
