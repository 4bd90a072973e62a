"""The live figure of chapter 8: ridge regression on the diabetes data, as α moves."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from l2book.figures import BookFigure
from l2book.palette import COLOURS
from l2book.plots import area, line, marker, word
from livefig import Panel, Rail, Slider, Switch, panel_axes

#: Five colours, each once as a solid and once as a dashed line; twins of one colour stay apart.
PATHS = {
    "bmi": ("objective", "-"),
    "sex": ("objective", "--"),
    "s5": ("penalty", "-"),
    "s3": ("penalty", "--"),
    "s1": ("regularized", "-"),
    "s4": ("regularized", "--"),
    "bp": ("descent", "-"),
    "s6": ("descent", "--"),
    "s2": ("ink", "-"),
    "age": ("ink", "--"),
}


class RidgePath(BookFigure):
    """Ten weights over α, and the error that is to be expected on new patients."""

    name = "ridge_path"
    alpha = Slider(10.0, 0.01, 1e5, symbol="α", scale="log10", landmarks=("λ₁₀", "min", "λ₁"))
    few = Switch(True)
    handles = {"alpha": Rail("alpha", "error_at", ("error",))}
    inks = {"norm": "regularized"}
    #: Written by tools/ridge_path.py, which says what the numbers are.
    problem = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    words = {
        "en": {
            "title": "The ridge path of the diabetes data",
            "caption": (
                "Move α. In the picture of the ten weights, each line is one weight, with its name "
                "at its left end, where the fit is nearly least squares. In the picture of the "
                "estimated error, a ring marks the lowest point, and in the shaded range the error "
                "is at most 1 % higher. λ₁ and λ₁₀, under α, are the largest and the smallest "
                "eigenvalue of the Hessian."
            ),
            "panels": {
                "coefficients": (
                    "The ten weights",
                    "Ten curves over the penalty strength on a logarithmic axis, each with its "
                    "name at its left end. All end at zero on the right. Some cross zero on the "
                    "way. A vertical line marks the present strength, with a point on each "
                    "curve.",
                ),
                "error": (
                    "Error on new patients",
                    "The estimated error over the penalty strength. It falls to its lowest point, "
                    "which a ring marks, and then rises to the error of predicting the mean for "
                    "everyone. The range within one per cent of the lowest point is shaded. A "
                    "point marks the present strength.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "few": "Fit on 60 patients instead of 330",
            },
            "handles": {"alpha": "The error at the present α"},
            "readouts": {
                "error": "estimated error =",
                "lowest": "its minimum =",
                "effective": "effective parameters =",
                "norm": "‖w̃‖ =",
            },
            "statuses": {
                "below": (
                    "The penalty is too weak: the estimated error is {excess} above its minimum."
                ),
                "flat": (
                    "The estimated error is within 1 % of its minimum: these patients can hardly "
                    "tell this α from the best one."
                ),
                "above": (
                    "The penalty is too strong: the estimated error is {excess} above its minimum."
                ),
            },
        },
        "ko": {
            "title": "당뇨병 데이터의 릿지 경로",
            "caption": (
                "α를 움직여 보자. 가중치 그림의 선은 저마다 가중치 하나다. 이름은 최소제곱법에 "
                "가까운 왼쪽 끝에 적었다. 오차 그림은 새 환자에 대한 오차의 추정값이다. 고리가 "
                "최저점이고, 음영 구간에서는 오차가 그보다 1% 넘게 높지 않다. α 아래의 λ₁과 λ₁₀은 헤시안 "
                "행렬의 가장 큰 고윳값과 가장 작은 고윳값이다."
            ),
            "panels": {
                "coefficients": (
                    "열 개의 가중치",
                    "로그 축에 놓은 벌칙항의 세기에 따른 곡선 열 개. 이름은 저마다 왼쪽 "
                    "끝에 있다. 오른쪽에서는 모두 0에서 끝나고, 가는 길에 0을 지나는 것도 "
                    "있다. 세로선이 지금의 세기를 나타내며, 곡선마다 그 자리에 점이 있다.",
                ),
                "error": (
                    "새 환자에 대한 오차의 추정값",
                    "벌칙항의 세기에 따른 오차의 추정값. 고리로 표시한 최저점까지 "
                    "내려갔다가, 누구에게나 평균을 예측할 때의 오차까지 올라간다. "
                    "최저점보다 1% 이내로 높은 구간에 음영을 넣었다. 점이 지금의 세기를 "
                    "나타낸다.",
                ),
            },
            "parameters": {"alpha": "벌칙항의 세기", "few": "330명 대신 60명에 맞추기"},
            "handles": {"alpha": "지금 α에서의 오차"},
            "readouts": {
                "error": "추정 오차 =",
                "lowest": "그 최솟값 =",
                "effective": "유효 매개변수의 수 =",
                "norm": "‖w̃‖ =",
            },
            "statuses": {
                "below": "벌칙이 너무 약하다. 추정 오차가 최솟값보다 {excess}만큼 높다.",
                "flat": (
                    "추정 오차가 최솟값보다 1% 넘게 높지 않다. 이 환자들로는 이 α와 가장 좋은 "
                    "α를 거의 구별할 수 없다."
                ),
                "above": "벌칙이 너무 강하다. 추정 오차가 최솟값보다 {excess}만큼 높다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw axes for the weights and for the error, over one α."""
        panels = {}
        for panel_id, title, limits, ticks in (
            ("coefficients", r"$\tilde{w}_j$", (-34, 43), (-30, -15, 0, 15, 30)),
            ("error", r"$\sqrt{\mathrm{GCV}(\alpha)}$", (50, 82), (50, 60, 70, 80)),
        ):
            axes = panel_axes(width=4.2, height=3.4)
            left = 2.5e-4 if panel_id == "coefficients" else 6e-3  # room for the names
            axes.set(xscale="log", xlim=(left, 1.7e5), ylim=limits, title=title, xlabel=r"$\alpha$")
            axes.set_xticks([1e-2, 1, 1e2, 1e4])
            axes.set_yticks(ticks)
            axes.minorticks_off()
            present = line(axes, "penalty", linewidth=1)
            panels[panel_id] = Panel(axes, {f"{panel_id}_line": present})
        axes, artists = panels["coefficients"].axes, panels["coefficients"].artists
        axes.axhline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        beside = {"ha": "right", "va": "center_baseline", "fontsize": 11}
        for name in problem["names"]:
            colour, style = PATHS[name]
            artists[f"path_{name}"] = line(axes, colour, linestyle=style)
            artists[f"at_{name}"] = marker(axes, "o", 5, colour)
            artists[f"leader_{name}"] = line(axes, colour, linewidth=0.7)
            artists[f"label_{name}"] = word(axes, name, colour, **beside)
        axes, artists = panels["error"].axes, panels["error"].artists
        ring = {"markerfacecolor": COLOURS["paper"], "zorder": 2.5}
        artists["flat"] = area(axes, "grid", linewidth=0, zorder=0)
        artists["error_curve"] = line(axes, "ink")
        artists["error_at"] = marker(axes, "o", 7, "regularized", clip_on=False, zorder=3)
        artists["best"] = marker(axes, "o", 11, "ink", **ring)
        return panels

    @staticmethod
    def update(alpha, few, problem):
        """Draw the curves of one set of patients, and mark α on each."""
        data, names = problem["few" if few else "all"], problem["names"]
        eigenvalues, best, labels = data["eigenvalues"], data["best"], data["labels"]
        # Strengths α at which the curves are drawn, ten to a decade.
        alphas = [10 ** (i / 10 - 2) for i in range(71)]
        paths, here = [coefficients(data, a) for a in alphas], coefficients(data, alpha)
        error, lowest = estimated_error(data, alpha), estimated_error(data, best)
        curve = [[a, estimated_error(data, a)] for a in alphas]
        near = [a for a, height in curve if height <= 1.01 * lowest]
        low, high = near[0], near[len(near) - 1]
        artists = {
            "coefficients_line": [[alpha, -34], [alpha, 43]],
            "error_line": [[alpha, 50], [alpha, 82]],
            "flat": [[low, 50], [high, 50], [high, 82], [low, 82]],
            "error_curve": curve,
            "error_at": [[alpha, error]],
            "best": [[best, lowest]],
        }
        for j, name in enumerate(names):
            artists[f"path_{name}"] = [[a, paths[i][j]] for i, a in enumerate(alphas)]
            artists[f"at_{name}"] = [[alpha, here[j]]]
            # Labels stand apart from each other: a line leads from each to its curve's left end.
            artists[f"label_{name}"] = [[0.003, labels[j]]]
            artists[f"leader_{name}"] = [[0.0036, labels[j]], [alphas[0], paths[0][j]]]
        side = "below" if alpha < best else "above"
        where = "flat" if error <= 1.01 * lowest else side
        return {
            "artists": artists,
            "readouts": {
                "error": error,
                "lowest": lowest,
                "effective": effective_parameters(eigenvalues, alpha),
                "norm": math.sqrt(sum([weight**2 for weight in here])),
            },
            "landmarks": {"alpha": [eigenvalues[9], best, eigenvalues[0]]},
            "statuses": [[where, {"excess": error - lowest}]],
        }


def coefficients(data: Mapping[str, Any], alpha: float) -> list[float]:
    """Return w̃ at α: w̃ⱼ = Σ mⱼᵢ / (λᵢ+α)."""
    inverses = [1 / (eigenvalue + alpha) for eigenvalue in data["eigenvalues"]]
    weights = []
    for row in data["numerators"]:
        weight = 0.0
        for i in range(len(row)):
            weight += row[i] * inverses[i]
        weights.append(weight)
    return weights


def effective_parameters(eigenvalues: list[float], alpha: float) -> float:
    """Return Σ λᵢ/(λᵢ+α)."""
    return sum([eigenvalue / (eigenvalue + alpha) for eigenvalue in eigenvalues])


def estimated_error(data: Mapping[str, Any], alpha: float) -> float:
    """Return the root of GCV(α) = ‖y − Sy‖² / n / (1 − (1 + tr S)/n)²."""
    squares, n = data["rest"], data["rows"]
    for i, eigenvalue in enumerate(data["eigenvalues"]):
        lost = alpha / (eigenvalue + alpha)
        squares += data["energy"][i] * lost * lost
    left = 1 - (1 + effective_parameters(data["eigenvalues"], alpha)) / n
    return math.sqrt(squares / n) / left
