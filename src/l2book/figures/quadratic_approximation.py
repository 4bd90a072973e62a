"""The live figure of chapter 4: a loss, its quadratic approximation, and a zoom on both."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import add, contour, dot, quadratic, rotate, times
from l2book.palette import COLOURS
from l2book.plots import area, line, marker, plane
from l2reg import LogisticLoss
from livefig import Panel, Rail, Slider, arrow, outline, panel_axes

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
        # The height of the contour, where one unit is the distance.
        "height": 0.5 * math.sqrt(np.prod(eigenvalues)),
        "rays": 48,
        "newton": 2,
    }


class QuadraticApproximation(BookFigure):
    """A logistic loss of two weights beside Ĵ: along a line, in the plane, and their difference."""

    name = "quadratic_approximation"
    distance = Slider(2.0, 0.1, 3.0, symbol="‖w−w*‖", scale="log10")
    direction = Slider(20.0, -180.0, 180.0, symbol="θ", landmarks=("φ′′′=0", "φ′′′=0"))
    handles = {"w": Rail("distance", "at_J", ("line",))}
    inks = {"J": "objective"}
    problem = fitted()
    words = {
        "en": {
            "title": "A loss and its quadratic approximation",
            "caption": (
                "Lower the distance to zoom in on w*: the egg becomes the dashed ellipse. J is the "
                "logistic loss of twelve examples (blue), Ĵ its quadratic approximation at w* "
                "(dashed). One drawing follows both along the line through w* in direction θ, in "
                "degrees, where J is a function φ of the distance t, and shades the error; the "
                "other shows one contour of each, scaled so that the distance always looks the "
                "same. At the marks under θ the third derivative φ′′′ is zero at w*."
            ),
            "panels": {
                "line": (
                    "Along a line through w*",
                    "The loss as a solid curve and its approximation as a dashed parabola over the "
                    "distance from w*, touching at distance zero. The area between them is shaded "
                    "up to the present distance, where a bar shows the difference.",
                ),
                "plane": (
                    "A zoom on w*",
                    "Two contours around w*, drawn so that the present distance always has the "
                    "same length. That of the loss is egg-shaped when the distance is large; when "
                    "it is small, it coincides with the dashed ellipse of the approximation. An "
                    "arrow points in the present direction.",
                ),
            },
            "parameters": {"distance": "distance", "direction": "direction"},
            "handles": {"w": "Point on the curve of J"},
            "readouts": {
                "J": "J(w) =",
                "approximation": "Ĵ(w) =",
                "error": "J(w) − Ĵ(w) =",
                "ratio": "error / distance³ =",
                "third": "its limit φ′′′(0)/6 =",
            },
            "statuses": {
                "above": "Here the true loss lies above its approximation, by {size}.",
                "below": "Here the true loss lies below its approximation, by {size}.",
                "no_third": (
                    "In this direction φ′′′(0) is almost zero, and so is the limit of error / "
                    "distance³."
                ),
            },
        },
        "ko": {
            "title": "손실과 그 이차 근사",
            "caption": (
                "거리를 줄여 w*를 확대해 보자. 달걀 모양이 파선 타원으로 바뀐다. J는 데이터 열두 개의 "
                "로지스틱 손실(파란색)이고, Ĵ는 w*에서의 이차 근사(파선)다. 한 그림은 w*를 지나고 "
                "방향이 θ(도)인 직선을 따라 두 함수를 그리고 오차를 칠한다. 이 직선에서 J는 거리 t의 함수 "
                "φ다. 다른 그림은 둘의 등고선을 하나씩 그리는데, 거리가 언제나 같은 길이로 보이게 한다. "
                "θ 아래의 표시는 w*에서 삼계도함수 φ′′′이 0인 방향이다."
            ),
            "panels": {
                "line": (
                    "w*를 지나는 직선을 따라",
                    "w*에서 떨어진 거리에 따른 손실의 실선 곡선과 이차 근사의 파선 포물선. 거리 0에서 맞닿는다. "
                    "둘 사이의 넓이를 지금 거리까지 칠했고, 그 거리에서 막대가 둘의 차를 나타낸다.",
                ),
                "plane": (
                    "w*를 확대한 그림",
                    "w* 둘레의 두 등고선. 지금 거리가 언제나 같은 길이가 되게 그렸다. 손실의 등고선은 "
                    "거리가 멀면 달걀 모양이고, 가까우면 이차 근사의 파선 타원과 겹친다. 화살표는 지금 "
                    "방향을 가리킨다.",
                ),
            },
            "parameters": {"distance": "거리", "direction": "방향"},
            "handles": {"w": "J의 곡선 위의 점"},
            "readouts": {
                "J": "J(w) =",
                "approximation": "Ĵ(w) =",
                "error": "J(w) − Ĵ(w) =",
                "ratio": "오차 / 거리³ =",
                "third": "그 극한 φ′′′(0)/6 =",
            },
            "statuses": {
                "above": "여기서는 실제 손실이 근사보다 {size}만큼 위에 있다.",
                "below": "여기서는 실제 손실이 근사보다 {size}만큼 아래에 있다.",
                "no_third": (
                    "이 방향에서는 φ′′′(0)이 거의 0이고, 오차 / 거리³의 극한도 거의 0이다."
                ),
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the contours of Ĵ, which no zoom changes, and the places of what moves."""
        cut, zoom = panel_axes(width=4.0, height=4.0), panel_axes(width=4.0, height=4.0)
        cut.set(xlim=(-3.2, 3.2), ylim=(5, 27), yticks=range(5, 26, 5), xlabel="$t$")
        cut.set_title(r"$\varphi(t) = J(w^* + t\,v)$")
        plane(zoom, limits=(-1.95, 1.95), title=r"$J,\ \hat{J}$")
        zoom.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        zoom.set_xlabel(r"$(w_1 - w_1^*)\,/\,\Vert w - w^*\Vert$")
        zoom.set_ylabel(r"$(w_2 - w_2^*)\,/\,\Vert w - w^*\Vert$")
        bowl = contour([0.0, 0.0], problem["eigenvalues"], problem["angle"], problem["height"])
        zoom.plot(*np.transpose(outline(bowl)), color=COLOURS["ink"], linestyle="--")
        zoom.plot(0, 0, "*", color=COLOURS["objective"], markersize=13)
        along = {
            "between": area(cut, "muted", alpha=0.3),
            "gap": line(cut, "ink", linewidth=4, alpha=0.55),
            "J": line(cut, "objective", linewidth=2.2),
            "approximation": line(cut, "ink", linestyle="--"),
            "at_J": marker(cut, "o", 7, "objective"),
            "at_approximation": marker(cut, "o", 7, "ink"),
        }
        around = {
            "egg": line(zoom, "objective", linewidth=2.2),
            "direction": area(zoom, "muted", linewidth=0),
        }
        return {"line": Panel(cut, along), "plane": Panel(zoom, around)}

    @staticmethod
    def update(distance, direction, problem):
        """Follow both losses along the line, and draw the contours of J at the present zoom."""
        v, w_star = rotate([1.0, 0.0], math.radians(direction)), problem["w_star"]

        def both(t):
            w = add(w_star, times(t, v))
            return [logistic_loss(w, problem), model(w, problem)]

        J, approximation = both(distance)
        error = J - approximation
        # φ′′′(0)/6, the limit of the error over distance³.
        a, b, c, d = problem["third"]
        third = a * v[0] ** 3 + b * v[0] ** 2 * v[1] + c * v[0] * v[1] ** 2 + d * v[1] ** 3
        statuses = [["above" if error > 0 else "below", {"size": abs(error)}]]
        if abs(third) < problem["small"]:
            statuses.append(["no_third", {}])
        along, up_to = [-3 + 6 * i / 60 for i in range(61)], [distance * i / 12 for i in range(13)]
        values, part = [both(t) for t in along], [both(t) for t in up_to]
        upper = [[t, part[i][0]] for i, t in enumerate(up_to)]
        lower = [[distance - t, part[12 - i][1]] for i, t in enumerate(up_to)]
        return {
            "artists": {
                "between": upper + lower,
                "J": [[t, values[i][0]] for i, t in enumerate(along)],
                "approximation": [[t, values[i][1]] for i, t in enumerate(along)],
                "gap": [[distance, J], [distance, approximation]],
                "at_J": [[distance, J]],
                "at_approximation": [[distance, approximation]],
                "egg": egg(distance, problem),
                "direction": arrow([0.0, 0.0], v, 0.035),
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


def egg(distance: float, problem: Mapping[str, Any]) -> list[list[float]]:
    """Return a contour of J, height·distance² above its minimum, in units of the distance.

    On the ray through each point of the contour of Ĵ a few steps of Newton's method lead there.
    """
    points, rays, X, classes = [], problem["rays"], problem["X"], problem["y"]
    wanted = problem["minimum"] + problem["height"] * distance**2
    middle = [dot(x, problem["w_star"]) for x in X]
    a, b = [math.sqrt(2 * problem["height"] / value) for value in problem["eigenvalues"]]
    for k in range(rays + 1):
        turn = 2 * math.pi * k / rays
        bowl = rotate([a * math.cos(turn), b * math.sin(turn)], problem["angle"])
        stretch, steps = 1.0, [distance * dot(x, bowl) for x in X]
        for _ in range(problem["newton"]):
            rise, slope = -wanted, 0.0
            for i, step in enumerate(steps):
                z = middle[i] + stretch * step
                power = math.exp(z)
                rise += math.log1p(power) - classes[i] * z
                slope += (power / (1 + power) - classes[i]) * step
            stretch -= rise / slope
        points.append(times(stretch, bowl))
    return points


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
