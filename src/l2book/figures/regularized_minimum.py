"""The second live figure of chapter 5: w̃ on its path from w* to the origin."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import (
    add,
    contour,
    log_spaced,
    multiply,
    norm,
    regularized_minimum,
    rotate,
    subtract,
    times,
)
from l2book.palette import COLOURS
from l2book.plots import LEVELS, line, marker, plane, word
from livefig import Handle, Panel, Rail, Slider, Switch, panel_axes


class RegularizedMinimum(BookFigure):
    """The path of w̃ for all α, with H positive definite or singular."""

    name = "regularized_minimum"
    alpha = Slider(0.4, 0.001, 1000.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    eigenvalue_1 = Slider(2.0, 0.05, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.3, 0.05, 4.0, symbol="λ₂")
    singular = Switch(False, stills={"eigenvalue_2": 0.0})
    w_star_1 = Slider(1.2, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(2.1, -2.8, 2.8, symbol="w*₂")
    handles = {
        "w_star": Handle("w_star_1", "w_star_2", ("plane",)),
        "w_tilde": Rail("alpha", "w_tilde", ("plane",)),
    }
    inks = {"w_tilde": "regularized", "norm": "regularized"}
    problem = {"angle": 0.35, "levels": list(LEVELS), "far": 9.0, "floor": 1e-12, "strong": 20.0}
    words = {
        "en": {
            "title": "Where the regularized minimum is",
            "caption": (
                "Drag w*, or move α. The contours of J lie around w* (blue); the purple curve is "
                "the path of w̃ for all α, and the diamond is w̃ at the present α. The blue ring is "
                "where w̃ goes as α → 0. When α is large, a grey square comes in along the dashed grey "
                "line: Hw*/α, which w̃ approaches."
            ),
            "panels": {
                "plane": (
                    "The path of w̃",
                    "Elliptic contours of the loss around w*. A curve leads from the ring, the "
                    "limit of small penalties, to the origin; w̃ stands on it. At the origin the "
                    "curve is tangent to a dashed line.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "eigenvalue_1": "first eigenvalue of H",
                "eigenvalue_2": "second eigenvalue of H",
                "w_star_1": "minimum of J, across",
                "w_star_2": "minimum of J, up",
                "singular": "Singular H: set λ₂ to zero",
            },
            "handles": {"w_star": "Minimum w*", "w_tilde": "Minimum w̃ on its path"},
            "readouts": {
                "w_tilde": "w̃ =",
                "norm": "‖w̃‖ =",
                "distance": "‖w̃ − w*‖ =",
                "condition_number": "condition number of H + αI =",
            },
            "statuses": {
                "definite": "H is positive definite: as α → 0, w̃ goes to w*.",
                "singular": (
                    "H is singular: every point of the dashed blue line is a minimum of J. As "
                    "α → 0, w̃ goes to the one nearest to the origin, {gap} away from this w*."
                ),
                "origin": "The minimum nearest to the origin is the origin: w̃ is 0 for every α.",
                "strong": "α is far above both eigenvalues: w̃ ≈ Hw*/α, with an error of {error}.",
                "weak": "α is far below both eigenvalues: w̃ ≈ w*, with an error of {error}.",
                "weak_singular": (
                    "α is far below λ₁: w̃ is {error} away from its limit, but the condition number "
                    "is {condition}."
                ),
            },
        },
        "ko": {
            "title": "정칙화된 최소점은 어디에 있는가",
            "caption": (
                "w*를 끌거나 α를 움직여 보자. w* 둘레에 J의 등고선(파란색)이 있다. 보라색 곡선은 모든 α에 "
                "대한 w̃의 경로이고, 마름모는 지금 α에서의 w̃이다. 파란 고리는 α → 0일 때 w̃가 가는 곳이다. "
                "α가 크면 회색 파선을 따라 회색 사각형이 들어온다. 이 점이 Hw*/α이고, w̃가 여기에 다가간다."
            ),
            "panels": {
                "plane": (
                    "w̃의 경로",
                    "w* 둘레에 그린 손실의 타원 등고선. 벌칙이 사라질 때의 극한인 고리에서 원점까지 곡선이 "
                    "이어지고, w̃는 그 위에 있다. 원점에서 이 곡선은 파선에 접한다.",
                ),
            },
            "parameters": {
                "alpha": "벌칙항의 세기",
                "eigenvalue_1": "H의 첫째 고윳값",
                "eigenvalue_2": "H의 둘째 고윳값",
                "w_star_1": "J의 최소점, 가로",
                "w_star_2": "J의 최소점, 세로",
                "singular": "특이 행렬 H: λ₂를 0으로",
            },
            "handles": {"w_star": "최소점 w*", "w_tilde": "경로 위의 최소점 w̃"},
            "readouts": {
                "w_tilde": "w̃ =",
                "norm": "‖w̃‖ =",
                "distance": "‖w̃ − w*‖ =",
                "condition_number": "H + αI의 조건수 =",
            },
            "statuses": {
                "definite": "H는 양의 정부호다. α → 0이면 w̃는 w*로 간다.",
                "singular": (
                    "H는 특이 행렬이다. 파란 파선의 모든 점이 J의 최소점이다. α → 0이면 w̃는 그 가운데 "
                    "원점에 가장 가까운 점으로 간다. 지금 w*에서 {gap}만큼 떨어진 점이다."
                ),
                "origin": "원점에 가장 가까운 최소점이 원점이다. 모든 α에 대해 w̃는 0이다.",
                "strong": "α가 두 고윳값보다 훨씬 크다. w̃ ≈ Hw*/α이고 오차는 {error}이다.",
                "weak": "α가 두 고윳값보다 훨씬 작다. w̃ ≈ w*이고 오차는 {error}이다.",
                "weak_singular": (
                    "α가 λ₁보다 훨씬 작다. w̃는 극한에서 {error}만큼 떨어져 있을 뿐이지만, 조건수는 "
                    "{condition}이다."
                ),
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the axes, and an empty place for each thing that moves."""
        # Wide enough for w*, its limit and their names at every place.
        left = plane(
            panel_axes(width=4.2, height=4.2),
            limits=(-3.8, 3.8),
            title=r"$J,\ \tilde{w}(\alpha)$",
        )
        left.set(xticks=range(-3, 4), yticks=range(-3, 4))
        paper = {"markerfacecolor": COLOURS["paper"]}
        artists = {
            "contours": line(left, "objective", linewidth=1, alpha=0.6),
            "valley": line(left, "objective", linewidth=1.6, linestyle="--"),
            "ray": line(left, "muted", linewidth=1, linestyle="--"),
            "path": line(left, "regularized"),
            "strong": marker(left, "s", 6, "muted", **paper),
            "limit": marker(left, "o", 13, "objective", **paper),
            "w_star": marker(left, "*", 11, "objective"),
            # Outside the rings by which w* and w̃ are dragged, and apart where the two meet.
            "w_star_label": word(left, "$w^*$", "objective", (12, 10), va="bottom"),
            "w_tilde": marker(left, "D", 7, "regularized"),
            "w_tilde_label": word(left, r"$\tilde{w}$", "regularized", (17, 0), va="top"),
        }
        return {"plane": Panel(left, artists)}

    @staticmethod
    def update(alpha, eigenvalue_1, eigenvalue_2, singular, w_star_1, w_star_2, problem):
        """Move w* and its contours, the path, w̃ and the two limits."""
        angle, far, floor = problem["angle"], problem["far"], problem["floor"]
        eigenvalues = [eigenvalue_1, 0.0 if singular else eigenvalue_2]
        w_star = [w_star_1, w_star_2]
        w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
        limit = regularized_minimum(eigenvalues, angle, w_star, 0.0)
        pull = multiply(eigenvalues, angle, w_star)

        path = [limit]
        path.extend([regularized_minimum(eigenvalues, angle, w_star, a) for a in log_spaced(81)])
        path.append([0.0, 0.0])
        weak = norm(subtract(w_tilde, limit))
        strong = norm(subtract(w_tilde, times(1 / alpha, pull)))
        condition = (max(eigenvalues) + alpha) / (min(eigenvalues) + alpha)
        statuses = [["definite", {}]]
        if singular:
            statuses = [["singular", {"gap": norm(subtract(w_star, limit))}]]
        if norm(limit) < floor:
            statuses.append(["origin", {}])
        elif alpha >= problem["strong"] * max(eigenvalues):
            statuses.append(["strong", {"error": strong}])
        elif alpha * problem["strong"] <= (eigenvalue_1 if singular else min(eigenvalues)):
            error = {"error": weak, "condition": condition}
            statuses.append(["weak_singular", error] if singular else ["weak", {"error": weak}])
        flat, length = rotate([0.0, far], angle), norm(pull)
        return {
            "artists": {
                "contours": [contour(w_star, eigenvalues, angle, c) for c in problem["levels"]],
                "valley": [subtract(w_star, flat), add(w_star, flat)] if singular else [],
                "ray": [[0.0, 0.0], times(far / length if length > 0 else 0.0, pull)],
                "path": path,
                "strong": [times(1 / alpha, pull)],
                "w_star": [w_star],
                "w_star_label": [w_star],
                "limit": [limit],
                "w_tilde": [w_tilde],
                "w_tilde_label": [w_tilde],
            },
            "readouts": {
                "w_tilde": w_tilde,
                "norm": norm(w_tilde),
                "distance": norm(subtract(w_tilde, w_star)),
                "condition_number": condition,
            },
            "landmarks": {"alpha": eigenvalues},
            "statuses": statuses,
        }
