"""The live figure that opens chapter 1: what noise does to two nearly equal columns."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import dot, rotate
from l2book.palette import COLOURS
from l2book.plots import marker, word
from livefig import Panel, Slider, panel_axes

DRAWS = 24


def examples() -> tuple[np.ndarray, np.ndarray]:
    """Return inputs X (20, 2) with nearly equal columns, and targets y (24, 20), one row a draw."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=20)
    X = np.stack([x, x + 0.003 * rng.normal(size=20)], axis=1)
    return X, np.array([x + 0.3 * rng.normal(size=20) for _ in range(DRAWS)])


def in_own_axes(X: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Return what is left of the examples: w̃ = Q (Λ + αI)⁻¹ QᵀXᵀy, with QΛQᵀ = XᵀX."""
    _, singular, Q_transposed = np.linalg.svd(X, full_matrices=False)
    Q_transposed[1] *= np.linalg.det(Q_transposed)  # a rotation, and no reflection
    return {
        "eigenvalues": (singular**2).tolist(),
        "angle": float(np.arctan2(Q_transposed[0, 1], Q_transposed[0, 0])),
        "components": (y @ X @ Q_transposed.T).tolist(),
    }


class Harm(BookFigure):
    """The same two columns, the noise drawn anew: least squares jumps, a penalty holds still."""

    name = "harm"
    draw = Slider(6.0, 1.0, 24.0, symbol="k")
    alpha = Slider(0.1, 1e-6, 1.0, symbol="α", scale="log10")
    inks = {
        "w_star": "objective",
        "prediction": "objective",
        "w_tilde": "regularized",
        "prediction_penalty": "regularized",
    }
    problem = {**in_own_axes(*examples()), "at": [1.0, 1.1]}
    words = {
        "en": {
            "title": "The same data with new noise",
            "caption": (
                "Move k to draw the noise in the targets again. Each blue point is what least "
                "squares chooses in one draw; each purple point is what the fit chooses when large "
                "weights have a price, the penalty. The earlier draws stay in the picture. Move α "
                "to the left to weaken the penalty. The last two readouts are what the two fits predict "
                "for a new example with the inputs (1, 1.1)."
            ),
            "panels": {
                "weights": (
                    "The weights that each fit chooses",
                    "The plane of the two weights. Blue points, one for each draw, lie far "
                    "apart along the line on which the weights add up to 1. Purple points lie "
                    "on top of each other near one half and one half.",
                )
            },
            "parameters": {"draw": "draw of the noise", "alpha": "penalty strength"},
            "readouts": {
                "w_star": "least squares w* =",
                "w_tilde": "penalized fit w̃ =",
                "prediction": "least squares at (1, 1.1) =",
                "prediction_penalty": "penalized fit at (1, 1.1) =",
            },
            "statuses": {
                "one": "One draw so far. Move k to see the next.",
                "spread": (
                    "So far least squares has chosen w₁ from {low} to {high}; with the penalty, "
                    "from {low_penalty} to {high_penalty}."
                ),
            },
        },
        "ko": {
            "title": "잡음만 다른 같은 데이터",
            "caption": (
                "k를 움직여 목푯값의 잡음을 새로 뽑아 보자. 파란 점은 잡음마다 최소제곱법이 고르는 "
                "가중치이고, 보라색 점은 큰 가중치에 대가를 매길 때, 곧 벌칙항이 있을 때 고르는 "
                "가중치다. 앞서 뽑은 점은 그림에 남는다. α를 왼쪽으로 움직이면 벌칙항이 약해진다. "
                "마지막 두 값은 입력이 (1, 1.1)인 새 데이터에 대해 두 맞춤이 예측하는 값이다."
            ),
            "panels": {
                "weights": (
                    "두 맞춤이 고르는 가중치",
                    "두 가중치의 평면. 잡음마다 하나씩 찍은 파란 점은 두 가중치의 합이 1인 직선을 따라 "
                    "멀리 흩어져 있다. 보라색 점은 두 가중치가 모두 1/2에 가까운 곳에 겹쳐 있다.",
                )
            },
            "parameters": {"draw": "잡음의 번호", "alpha": "벌칙항의 세기"},
            "readouts": {
                "w_star": "최소제곱법 w* =",
                "w_tilde": "벌칙항을 더한 맞춤 w̃ =",
                "prediction": "(1, 1.1)에서 최소제곱법 =",
                "prediction_penalty": "(1, 1.1)에서 벌칙항을 더한 맞춤 =",
            },
            "statuses": {
                "one": "아직 잡음이 하나뿐이다. k를 움직여 다음 잡음을 보자.",
                "spread": (
                    "지금까지 고른 w₁의 범위: 최소제곱법은 {low}에서 {high}까지, "
                    "벌칙항이 있으면 {low_penalty}에서 {high_penalty}까지."
                ),
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the plane and the line on which the weights add up to 1."""
        axes = panel_axes(width=5.2, height=3.6)
        axes.set(xlim=(-60, 60), ylim=(-60, 60), xlabel="$w_1$", ylabel="$w_2$")
        for draw in (axes.axhline, axes.axvline):
            draw(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        axes.plot([-80, 80], [81, -79], color=COLOURS["muted"], linewidth=1, linestyle="--")
        axes.annotate("$w_1 + w_2 = 1$", (-57, 17), color=COLOURS["muted"])
        artists = {
            "earlier": marker(axes, "o", 5, "objective", alpha=0.5),
            "w_star": marker(axes, "o", 10, "objective"),
            "earlier_penalty": marker(axes, "D", 5, "regularized"),
            "w_tilde": marker(axes, "D", 9, "regularized"),
            "w_star_label": word(axes, "$w^*$", "objective"),
            "w_tilde_label": word(axes, r"$\tilde{w}$", "regularized"),
        }
        return {"weights": Panel(axes, artists)}

    @staticmethod
    def update(draw, alpha, problem):
        """Solve both problems for every draw up to this one."""
        eigenvalues, angle, at = problem["eigenvalues"], problem["angle"], problem["at"]
        w_star, w_tilde = [], []
        for k in range(math.floor(draw + 0.5)):
            a, b = problem["components"][k]
            w_star.append(rotate([a / eigenvalues[0], b / eigenvalues[1]], angle))
            w_tilde.append(
                rotate([a / (eigenvalues[0] + alpha), b / (eigenvalues[1] + alpha)], angle)
            )
        here, penalized = w_star[len(w_star) - 1], w_tilde[len(w_tilde) - 1]
        said = {
            "low": min([w[0] for w in w_star]),
            "high": max([w[0] for w in w_star]),
            "low_penalty": min([w[0] for w in w_tilde]),
            "high_penalty": max([w[0] for w in w_tilde]),
        }
        return {
            "artists": {
                "earlier": w_star,
                "w_star": [here],
                "earlier_penalty": w_tilde,
                "w_tilde": [penalized],
                "w_star_label": [[here[0] + 4, here[1] + 4]],
                "w_tilde_label": [[penalized[0] - 9, penalized[1] - 13]],
            },
            "readouts": {
                "w_star": here,
                "w_tilde": penalized,
                "prediction": dot(at, here),
                "prediction_penalty": dot(at, penalized),
            },
            "statuses": [["spread", said] if len(w_star) > 1 else ["one", {}]],
        }
