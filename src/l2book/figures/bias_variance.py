"""The second live figure of chapter 8: bias² and variance of ridge regression, as α moves."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import log_spaced, shrinkage
from l2book.palette import COLOURS
from l2book.plots import line, marker, plane
from livefig import Panel, Rail, Slider, ellipse, panel_axes


class BiasVariance(BookFigure):
    """The cloud of w̃ over redrawn noise, and bias² + variance over α."""

    name = "bias_variance"
    alpha = Slider(0.01, 0.001, 100.0, symbol="α", scale="log10", landmarks=("min",))
    noise = Slider(1.0, 0.1, 1.4, symbol="σ")
    handles = {"alpha": Rail("alpha", "at", ("curves",))}
    inks = {"bias": "regularized", "variance": "descent"}
    problem = {"eigenvalues": [0.4, 4.0], "components": [1.0, 1.5], "draws": 80, "ceiling": 6.0}
    words = {
        "en": {
            "title": "Bias, variance and their sum",
            "caption": (
                "Move α, then σ. In the plane, each dot is one w̃ that redrawn noise can give. "
                "The diamond is the mean of the dots; the star is the true w. The green ellipse lies "
                "two standard deviations from the diamond. Over α: the square "
                "of the bias, the distance from the star to the diamond (purple); the variance, "
                "the mean squared distance of the dots from the diamond (green); and their sum, "
                "the uppermost curve, whose lowest point has a ring."
            ),
            "panels": {
                "curves": (
                    "Mean squared error",
                    "Three curves over the penalty strength on a logarithmic axis. The squared "
                    "bias rises from zero. The variance falls to zero. Their sum first falls, has "
                    "its lowest point at a positive strength, marked by a ring, and then rises. "
                    "A vertical line marks the present strength.",
                ),
                "cloud": (
                    "Answers to new noise",
                    "A plane of two weights. A star marks the true weights. A cloud of dots, "
                    "wider along the first axis, lies around a diamond, which a line joins to "
                    "the star. With a larger penalty the cloud is smaller and nearer to the "
                    "origin.",
                ),
            },
            "parameters": {"alpha": "penalty strength", "noise": "noise in the targets"},
            "handles": {"alpha": "The sum at the present α"},
            "readouts": {
                "bias": "bias² =",
                "variance": "variance =",
                "total": "sum =",
                "unpenalized": "sum at α = 0 =",
            },
            "statuses": {
                "better": "The mean squared distance of w̃ from the true w is smaller than that of least squares.",
                "worse": "The mean squared distance of w̃ from the true w is larger than that of least squares.",
            },
        },
        "ko": {
            "title": "편향과 분산, 그리고 그 합",
            "caption": (
                "α를 움직이고, 다음에는 σ를 움직여 보자. 평면의 점 하나하나는 잡음을 다시 뽑으면 얻을 수 "
                "있는 w̃다. 마름모는 점들의 평균이고, 별은 참 가중치 w다. 초록 타원은 마름모에서 표준편차의 두 "
                "배만큼 떨어져 있다. α에 따른 곡선은 별에서 마름모까지의 "
                "거리인 편향의 제곱(보라), 점에서 마름모까지 거리의 제곱의 평균인 분산(초록), 그리고 둘의 "
                "합, 곧 맨 위의 곡선이며, 합의 최저점에 고리가 있다."
            ),
            "panels": {
                "curves": (
                    "가중치의 평균 제곱 오차",
                    "로그 축에 놓은 벌칙항의 세기에 따른 곡선 세 개. 편향의 제곱은 0에서 "
                    "올라가고 분산은 0으로 내려간다. 둘의 합은 먼저 내려가 양수인 세기에서 "
                    "고리로 표시한 최저점에 이른 뒤 올라간다. 세로선이 지금의 세기를 "
                    "나타낸다.",
                ),
                "cloud": (
                    "다시 뽑은 잡음에 대한 답",
                    "두 가중치의 평면. 별이 참 가중치다. 첫째 축을 따라 더 넓게 퍼진 점의 "
                    "구름이 마름모 둘레에 있고, 마름모와 별은 선으로 이어져 있다. 벌칙항이 "
                    "커지면 구름은 작아지고 원점에 가까워진다.",
                ),
            },
            "parameters": {"alpha": "벌칙항의 세기", "noise": "목푯값의 잡음"},
            "handles": {"alpha": "지금 α에서의 합"},
            "readouts": {
                "bias": "편향² =",
                "variance": "분산 =",
                "total": "합 =",
                "unpenalized": "α = 0일 때의 합 =",
            },
            "statuses": {
                "better": "w̃에서 참 가중치 w까지 거리의 제곱은 평균적으로 최소제곱해보다 작다.",
                "worse": "w̃에서 참 가중치 w까지 거리의 제곱은 평균적으로 최소제곱해보다 크다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the axes of the three curves, and the plane with the true weights."""
        left = panel_axes(width=4.2, height=3.4)
        left.set(xscale="log", xlim=(8e-4, 125), ylim=(0, problem["ceiling"]), xlabel=r"$\alpha$")
        left.set_xticks([1e-3, 1e-2, 1e-1, 1, 10, 100])
        left.set_yticks([0, 2, 4, 6])
        left.minorticks_off()
        green, purple, ink = ({"color": COLOURS[c]} for c in ("descent", "regularized", "ink"))
        above = {"transform": left.transAxes}
        variance = r"$\mathbb{E}\,\Vert\tilde{w} - \mathbb{E}\,\tilde{w}\Vert^2$"
        total = r"$\mathbb{E}\,\Vert\tilde{w} - w\Vert^2$"
        bias = r"$\Vert\mathbb{E}\,\tilde{w} - w\Vert^2$"
        left.text(0, 1.04, variance, **above, **green)
        left.text(0.5, 1.04, total, ha="center", **above, **ink)
        left.text(1, 1.04, bias, ha="right", **above, **purple)
        ring = {"markerfacecolor": COLOURS["paper"], "zorder": 2.5, "clip_on": False}
        curves = {
            "line": line(left, "penalty", linewidth=1),
            "bias": line(left, "regularized"),
            "variance": line(left, "descent"),
            "total": line(left, "ink", linewidth=2.2),
            "lowest": marker(left, "o", 11, "ink", **ring),
            "at": marker(left, "o", 7, "ink", zorder=3, clip_on=False),
        }
        right = plane(panel_axes(width=4.2, height=3.4))
        right.set(xlim=(-4.6, 6.6), ylim=(-2.6, 5.6), xticks=[-4, -2, 0, 2, 4, 6])
        right.set_yticks([-2, 0, 2, 4])
        blue = {"color": COLOURS["objective"]}
        cloud = {
            "spread": line(right, "descent", linewidth=1),
            "answers": marker(right, "o", 3, "descent"),
            "shift": line(right, "regularized", linewidth=1.6),
            "mean": marker(right, "D", 8, "regularized", zorder=3),
        }
        right.plot(*problem["components"], "*", markersize=13, zorder=3, **blue)
        right.annotate("$w$", problem["components"], (4, 14), textcoords="offset points", **blue)
        return {"curves": Panel(left, curves), "cloud": Panel(right, cloud)}

    @staticmethod
    def update(alpha, noise, problem):
        """Draw bias², variance and their sum for this noise, and the cloud at this α."""
        eigenvalues, components = problem["eigenvalues"], problem["components"]
        alphas = log_spaced(121)[:101]
        curve = [parts(eigenvalues, components, noise, a) for a in alphas]
        totals = [bias + variance for bias, variance in curve]
        best = alphas[0]
        for i, total in enumerate(totals):
            if total <= min(totals):
                best = alphas[i]
        best = refined(eigenvalues, components, noise, best)
        bias, variance = parts(eigenvalues, components, noise, alpha)
        lowest = parts(eigenvalues, components, noise, best)
        at_zero = noise**2 * sum([1 / value for value in eigenvalues])
        mean = [shrinkage(eigenvalues[i], alpha) * components[i] for i in range(2)]
        radii = [noise * math.sqrt(value) / (value + alpha) for value in eigenvalues]
        answers = []
        for x, y in normal_points(problem["draws"]):
            answers.append([mean[0] + radii[0] * x, mean[1] + radii[1] * y])
        return {
            "artists": {
                "line": [[alpha, 0.0], [alpha, problem["ceiling"]]],
                "bias": [[a, curve[i][0]] for i, a in enumerate(alphas)],
                "variance": [[a, curve[i][1]] for i, a in enumerate(alphas)],
                "total": [[a, totals[i]] for i, a in enumerate(alphas)],
                "lowest": [[best, lowest[0] + lowest[1]]],
                "at": [[alpha, bias + variance]],
                "spread": ellipse(mean, [2 * radius for radius in radii], 0.0),
                "answers": answers,
                "shift": [components, mean],
                "mean": [mean],
            },
            "readouts": {
                "bias": bias,
                "variance": variance,
                "total": bias + variance,
                "unpenalized": at_zero,
            },
            "landmarks": {"alpha": [best]},
            "statuses": [["better" if bias + variance < at_zero else "worse", {}]],
        }


def parts(eigenvalues: list[float], components: list[float], noise: float, alpha: float):
    """Return bias² = Σ α²c²/(λ+α)² and variance = Σ σ²λ/(λ+α)²."""
    bias, variance = 0.0, 0.0
    for i, value in enumerate(eigenvalues):
        bias += (alpha * components[i] / (value + alpha)) ** 2
        variance += noise**2 * value / (value + alpha) ** 2
    return [bias, variance]


def refined(eigenvalues: list[float], components: list[float], noise: float, alpha: float) -> float:
    """Return the α of the lowest sum, near a given one: halve around where the slope is zero."""
    low, high = alpha / 1.2, alpha * 1.2
    for _ in range(40):
        middle = (low + high) / 2
        slope = 0.0
        for i, value in enumerate(eigenvalues):
            slope += value * (middle * components[i] ** 2 - noise**2) / (value + middle) ** 3
        if slope < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def normal_points(count: int) -> list[list[float]]:
    """Return points that lie as evenly as the quantiles of a standard normal law in the plane."""
    points = []
    for k in range(count):
        radius = math.sqrt(-2 * math.log(1 - (k + 0.5) / count))
        turn = k * math.pi * (3 - math.sqrt(5))
        points.append([radius * math.cos(turn), radius * math.sin(turn)])
    return points
