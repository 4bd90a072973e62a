"""The live figure of chapter 4: a loss, its quadratic approximation, and how far apart they are."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import add, contour, dot, quadratic, rotate, times
from l2book.palette import COLOURS
from l2book.plots import contours, line, marker, plane, star
from l2reg import LogisticLoss
from livefig import Panel, Slider, ellipse, outline, panel_axes

#: Twelve examples of two inputs, each with its class. No line through the origin separates the
#: classes, so the logistic loss has a minimum.
X = [[0.0, -0.2], [1.4, 1.6], [-0.5, -0.5], [-2.0, 0.1], [1.0, -0.8], [0.2, -1.0]]
X += [[0.3, -0.2], [0.3, -0.5], [0.9, 0.6], [0.7, 0.1], [3.0, 0.6], [3.7, -1.3]]
Y = [1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1]


def fitted() -> dict[str, Any]:
    """Return the drawn problem: the data, w* by Newton's method, and derivatives of J there."""
    loss, w_star = LogisticLoss(X, Y), np.zeros(2)
    for _ in range(30):
        w_star = w_star - np.linalg.solve(loss.hessian(w_star), loss.gradient(w_star))
    eigenvalues, Q = np.linalg.eigh(loss.hessian(w_star))
    p = 1 / (1 + np.exp(-loss.X @ w_star))
    # σ'' = σ(1−σ)(1−2σ): the third derivative along v is Σ σ''(xᵢᵀw*) (xᵢᵀv)³.
    weights, (a, b) = p * (1 - p) * (1 - 2 * p), loss.X.T
    third = [np.sum(weights * part) for part in (a**3, 3 * a**2 * b, 3 * a * b**2, b**3)]
    # It vanishes where v₂/v₁ is a root of this cubic; these data have one.
    root = next(r.real for r in np.roots(third[::-1]) if abs(r.imag) < 1e-9)
    degrees = math.degrees(math.atan(root))
    return {
        "X": X,
        "y": Y,
        "w_star": w_star.tolist(),
        "minimum": float(loss.value(w_star)),
        "eigenvalues": eigenvalues.tolist(),
        "angle": math.atan2(Q[1, 0], Q[0, 0]),
        "third": [float(part) / 6 for part in third],
        "no_third": sorted([degrees, degrees - math.copysign(180, degrees)]),
        "small": 0.02,
        "floor": 1e-9,
    }


class QuadraticApproximation(BookFigure):
    """A logistic loss of two weights beside Ĵ: along a line, in the plane, and their difference."""

    name = "quadratic_approximation"
    distance = Slider(1.5, 0.1, 3.0, symbol="‖w−w*‖", scale="log10")
    direction = Slider(20.0, -180.0, 180.0, symbol="θ", landmarks=("φ‴=0", "φ‴=0"))
    problem = fitted()
    words = {
        "en": {
            "title": "A loss and its quadratic approximation",
            "caption": (
                "J is the logistic loss of twelve examples (blue), Ĵ its quadratic approximation "
                "at w* (dashed). First both along the line through w* in direction θ, in "
                "degrees; then their contours, at the same heights; then |J − Ĵ| over the "
                "distance, with a grey line of slope 3. The marks under θ are the directions in "
                "which the term of third order vanishes."
            ),
            "panels": {
                "line": (
                    "Along a line through w*",
                    "The loss as a solid curve and its approximation as a dashed parabola over the "
                    "distance from w*, touching at distance zero. At the present distance a grey "
                    "bar shows the difference.",
                ),
                "plane": (
                    "In the plane of weights",
                    "Egg-shaped solid contours of the loss and dashed ellipses of its "
                    "approximation, both around w*. Near w* they agree. A line through w* shows "
                    "the direction, a circle the distance.",
                ),
                "error": (
                    "The error over the distance",
                    "The difference of the two losses against the distance, both axes logarithmic: "
                    "a curve that runs along a straight line of slope three at small distances.",
                ),
            },
            "parameters": {"distance": "distance", "direction": "direction"},
            "readouts": {
                "J": "J(w) =",
                "approximation": "Ĵ(w) =",
                "error": "J(w) − Ĵ(w) =",
                "ratio": "error / distance³ =",
                "third": "its limit φ‴(0)/6 =",
            },
            "statuses": {
                "above": "Here the true loss lies above its approximation, by {size}.",
                "below": "Here the true loss lies below its approximation, by {size}.",
                "no_third": (
                    "In this direction the third derivative is almost zero: the error falls faster "
                    "than distance³."
                ),
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the contours of both losses, and the places of what moves."""
        ink, muted = COLOURS["ink"], COLOURS["muted"]
        along, middle, error = (panel_axes(width=2.9, height=2.9) for _ in range(3))
        J = LogisticLoss(X, Y)
        levels = [problem["minimum"] + 0.5 * (0.9 * k) ** 2 for k in range(1, 6)]
        plane(middle, limits=(-2.4, 4.4), title=r"$J$ and $\hat{J}$")
        contours(middle, J.value, levels=levels)
        w_star, eigenvalues = problem["w_star"], problem["eigenvalues"]
        for level in levels:
            curve = contour(w_star, eigenvalues, problem["angle"], level - problem["minimum"])
            around = np.transpose(outline(curve))
            middle.plot(*around, color=ink, linewidth=0.9, linestyle="--", alpha=0.75)
        # Its name above the star, where the innermost contours leave room.
        star(middle, w_star, (0, 7), ha="center")
        along.set(xlim=(-3.2, 3.2), ylim=(4, 28), xlabel=r"$t$")
        along.set_title(r"$\varphi(t) = J(w^* + t\,v)$")
        error.set(xscale="log", yscale="log", xlim=(0.09, 3.3), ylim=(1e-6, 40))
        error.set_xticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
        error.set_xticks([], minor=True)
        error.set(xlabel=r"$\Vert w - w^*\Vert$")
        error.set_title(r"$|J - \hat{J}|$")
        error.plot([0.1, 3.0], [0.8e-3, 0.8 * 27], color=muted, linewidth=1)
        error.text(0.32, 0.09, "slope 3", color=muted, ha="right")
        profile = {
            "gap": line(along, "muted", linewidth=5, alpha=0.6),
            "J": line(along, "objective"),
            "approximation": line(along, "ink", linestyle="--"),
            "at_J": marker(along, "o", 6, "objective"),
            "at_approximation": marker(along, "o", 6, "ink"),
        }
        weights = {
            "circle": line(middle, "muted", linewidth=1),
            "direction": line(middle, "muted", linewidth=1),
            "w": marker(middle, "o", 6, "ink"),
        }
        errors = {"error": line(error, "ink"), "at_error": marker(error, "o", 6, "ink")}
        return {
            "line": Panel(along, profile),
            "plane": Panel(middle, weights),
            "error": Panel(error, errors),
        }

    @staticmethod
    def update(distance, direction, problem):
        """Follow both losses along the line, and mark the present distance."""
        v, w_star = rotate([1.0, 0.0], math.radians(direction)), problem["w_star"]

        def at(t):
            return add(w_star, times(t, v))

        def apart(t):
            gap = abs(logistic_loss(at(t), problem) - model(at(t), problem))
            return [t, max(gap, problem["floor"])]

        w, along = at(distance), [-3 + 6 * i / 80 for i in range(81)]
        J, approximation = logistic_loss(w, problem), model(w, problem)
        error = J - approximation
        # φ‴(0)/6, the limit of the error over distance³.
        a, b, c, d = problem["third"]
        third = a * v[0] ** 3 + b * v[0] ** 2 * v[1] + c * v[0] * v[1] ** 2 + d * v[1] ** 3
        statuses = [["above" if error > 0 else "below", {"size": abs(error)}]]
        if abs(third) < problem["small"]:
            statuses.append(["no_third", {}])
        return {
            "artists": {
                "J": [[t, logistic_loss(at(t), problem)] for t in along],
                "approximation": [[t, model(at(t), problem)] for t in along],
                "gap": [[distance, J], [distance, approximation]],
                "at_J": [[distance, J]],
                "at_approximation": [[distance, approximation]],
                "circle": ellipse(w_star, [distance, distance], 0.0),
                "direction": [at(-9.0), at(9.0)],
                "w": [w],
                "error": [apart(10 ** (i / 40 - 1)) for i in range(61)],
                "at_error": [apart(distance)],
            },
            "readouts": {
                "J": J,
                "approximation": approximation,
                "error": error,
                "ratio": error / distance**3,
                "third": 0.0 if abs(third) < 1e-12 else third,
            },
            "landmarks": {"direction": problem["no_third"]},
            "statuses": statuses,
        }


def logistic_loss(w: list[float], problem: Mapping[str, Any]) -> float:
    """Return J(w) = Σ log(1 + exp xᵢᵀw) − yᵢ xᵢᵀw."""
    classes, total = problem["y"], 0.0
    for i, x in enumerate(problem["X"]):
        z = dot(x, w)
        total += math.log1p(math.exp(z)) - classes[i] * z
    return total


def model(w: list[float], problem: Mapping[str, Any]) -> float:
    """Return Ĵ(w) = J(w*) + ½ (w − w*)ᵀ H (w − w*)."""
    rise = quadratic(problem["eigenvalues"], problem["angle"], problem["w_star"], w)
    return problem["minimum"] + rise
