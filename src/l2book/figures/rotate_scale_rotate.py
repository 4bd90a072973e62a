"""The first live figure of chapter 6: one plane that turns, is squashed, and turns back."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import add, contour, norm, rotate, shrinkage, subtract, times, unrounded
from l2book.palette import COLOURS
from l2book.plots import area, hollow, line, marker, plane, word
from livefig import Handle, Panel, Slider, arrow, panel_axes


class RotateScaleRotate(BookFigure):
    """Turn w* to the eigenvectors of H, shrink each component by its own factor, turn back."""

    name = "rotate_scale_rotate"
    step = Slider(4.0, 1.0, 4.0, symbol="step", landmarks=("1", "2", "3", "4"))
    alpha = Slider(0.5, 0.01, 100.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    angle = Slider(30.0, 0.0, 180.0, symbol="θ")
    eigenvalue_1 = Slider(2.0, 0.0, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.2, 0.0, 4.0, symbol="λ₂", landmarks=("0", "λ₁"))
    w_star_1 = Slider(0.6, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(2.2, -2.8, 2.8, symbol="w*₂")
    inks = {"w_tilde": "regularized"}
    handles = {"w_star": Handle("w_star_1", "w_star_2", ("moving",))}
    problem = {
        "levels": [0.125, 0.5, 1.125],
        "repeated": 0.005,
        "far": 7.0,
        "named": 3.6,
        "squares": [[-5.5, 5.5], [5.5, 5.5], [5.5, -5.5], [-5.5, -5.5]],
        "half": 4.2,
        "frame": [[-4.2, -4.2], [4.2, -4.2], [4.2, 4.2], [-4.2, 4.2], [-4.2, -4.2]],
    }
    words = {
        "en": {
            "title": "Rotate, scale, rotate back",
            "caption": (
                "Drag the star w*. Move the step from 1 to 4: from 1 to 2 the plane turns (Qᵀ) "
                "until the eigenvectors q₁ and q₂ of H lie along the axes. From 2 to 3 each "
                "coordinate shrinks by its own factor. From 3 to 4 the plane turns back (Q), and "
                "the point is w̃. Ochre is what lies along q₁, pink what lies along q₂. The four "
                "small squares show the four steps at once."
            ),
            "panels": {
                "moving": (
                    "The plane at this step",
                    "A point is reached from the origin by one arrow along the first eigenvector "
                    "and a second arrow along the other. Elliptic contours around the point have "
                    "these two directions as their axes. A faint star stays where w* is.",
                ),
                "stills": (
                    "The four steps",
                    "Four small planes in a square. From w* one goes to the right to the rotated "
                    "point, down to the scaled one, and to the left, rotated back, to w̃. In each "
                    "plane two arrows in a row lead to the point; the last two planes have shorter "
                    "ones. A frame marks the step that is nearest.",
                ),
            },
            "parameters": {
                "step": "from w* to w̃",
                "alpha": "penalty strength",
                "angle": "turn of q₁, in degrees",
                "eigenvalue_1": "curvature along q₁",
                "eigenvalue_2": "curvature along q₂",
                "w_star_1": "minimum of J, across",
                "w_star_2": "minimum of J, up",
            },
            "handles": {"w_star": "Minimum w*"},
            "readouts": {
                "components": "Qᵀw* =",
                "factors": "times λᵢ/(λᵢ+α) =",
                "scaled": "gives",
                "w_tilde": "turned back: w̃ =",
            },
            "statuses": {
                "shrunk": "‖w̃‖ is {ratio} times ‖w*‖.",
                "origin": "w* is at the origin: there is nothing to shrink.",
                "repeated": (
                    "λ₁ = λ₂: turn θ. q₁ and q₂ turn, but w̃ does not move: H has no preferred axes."
                ),
                "lost": (
                    "λ₁ = λ₂ = 0: J is the same everywhere. Both components are lost, however "
                    "small α is."
                ),
                "zero": "A zero eigenvalue: its component is lost, however small α is.",
            },
        },
        "ko": {
            "title": "회전, 크기 조절, 되돌리는 회전",
            "caption": (
                "별 w*를 끌어 보자. 단계를 1에서 4까지 움직이면, 1에서 2까지는 H의 고유벡터 q₁과 q₂가 좌표축에 "
                "놓일 때까지 평면이 돈다(Qᵀ). 2에서 3까지는 좌표마다 다른 배율로 줄어든다. 3에서 4까지는 "
                "평면이 되돌아가고(Q), 그 점이 w̃다. 황토색은 q₁ 방향의 성분, 분홍색은 q₂ 방향의 성분이다. 작은 사각형 네 개는 "
                "네 단계를 한눈에 보여 준다."
            ),
            "panels": {
                "moving": (
                    "지금 단계의 평면",
                    "원점에서 첫째 고유벡터를 따라가는 화살표 하나와 둘째 고유벡터를 따라가는 화살표 하나를 "
                    "이어 한 점에 이른다. 그 점 둘레의 타원 등고선은 이 두 방향을 축으로 한다. "
                    "w*의 자리에는 흐린 별이 남는다.",
                ),
                "stills": (
                    "네 단계",
                    "사각형으로 늘어놓은 작은 평면 네 개. w*에서 오른쪽으로 가면 회전한 점, 아래로 가면 "
                    "크기를 조절한 점, 왼쪽으로 가서 회전을 되돌리면 w̃다. 평면마다 이어진 두 화살표가 "
                    "점에 이르고, 뒤의 두 평면에서는 화살표가 더 짧다. 가장 가까운 단계에 테두리가 있다.",
                ),
            },
            "parameters": {
                "step": "w*에서 w̃까지",
                "alpha": "벌칙항의 세기",
                "angle": "q₁의 회전각(도)",
                "eigenvalue_1": "q₁ 방향의 곡률",
                "eigenvalue_2": "q₂ 방향의 곡률",
                "w_star_1": "J의 최소점, 가로",
                "w_star_2": "J의 최소점, 세로",
            },
            "handles": {"w_star": "최소점 w*"},
            "readouts": {
                "components": "Qᵀw* =",
                "factors": "곱하는 배율 λᵢ/(λᵢ+α) =",
                "scaled": "곱한 값 =",
                "w_tilde": "되돌리면 w̃ =",
            },
            "statuses": {
                "shrunk": "‖w̃‖는 ‖w*‖의 {ratio}배다.",
                "origin": "w*가 원점에 있다. 줄일 것이 없다.",
                "repeated": (
                    "λ₁ = λ₂: θ를 돌려 보자. q₁과 q₂는 돌지만 w̃는 그대로다. H가 좋아하는 축이 "
                    "따로 없기 때문이다."
                ),
                "lost": (
                    "λ₁ = λ₂ = 0: J가 어디서나 같다. α가 아무리 작아도 두 성분이 모두 사라진다."
                ),
                "zero": "고윳값 하나가 0이다. α가 아무리 작아도 그 성분은 사라진다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw a large plane, and four small ones around a square of arrows."""
        return {"moving": _plane(), "stills": _squares(problem)}

    @staticmethod
    def update(step, alpha, angle, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2, problem):
        """Take w* through the three steps: as far as the step says, and in the four squares."""
        turn, far = math.radians(angle), problem["far"]
        eigenvalues, w_star = [eigenvalue_1, eigenvalue_2], [w_star_1, w_star_2]
        factors = [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues]
        components = rotate(w_star, -turn)
        scaled = [factors[0] * components[0], factors[1] * components[1]]
        # How much of the turn is there now, and how much of the scaling is done.
        turned = turn * max(2.0 - step, step - 3.0, 0.0)
        done = min(max(step - 2.0, 0.0), 1.0)
        place = add(times(1 - done, components), times(done, scaled))
        corner, point = rotate([place[0], 0.0], turned), rotate(place, turned)
        bent = rotate([components[0], 0.0], turned)
        curvatures = [eigenvalue + done * alpha for eigenvalue in eigenvalues]
        contours = [contour(point, curvatures, turned, level) for level in problem["levels"]]
        artists = {
            "contours_J": contours if done == 0 else [],
            "contours_regularized": contours if done > 0 else [],
            "ghost": [[0.0, 0.0], bent, rotate(components, turned)],
            "w_star": [w_star],
            "w_star_label": [w_star],
            "step_1": arrow([0.0, 0.0], corner, 0.07),
            "step_2": arrow(corner, subtract(point, corner), 0.07),
            "before": [point] if done == 0 else [],
            "after": [point] if done > 0 else [],
            "w_tilde_label": [point] if step == 4 else [],
        }
        for i, q in [["1", rotate([1.0, 0.0], turned)], ["2", rotate([0.0, 1.0], turned)]]:
            # An axis ends at its name, which stands near the edge: w* never comes there.
            end = times(problem["named"] / max(abs(q[0]), abs(q[1])), q)
            artists[f"axis_{i}"] = [times(-far, q), end]
            artists[f"q_{i}"] = [end]
        w_tilde = unrounded(rotate(scaled, turn))
        squares = problem["squares"]
        axes, steps = [[], []], [[], []]
        ends = []
        for k in range(4):
            held = components if k < 2 else scaled
            angle_k = turn if k == 0 or k == 3 else 0.0
            elbow, end = rotate([held[0], 0.0], angle_k), rotate(held, angle_k)
            ends.append(add(squares[k], end))
            steps[0].append(arrow(squares[k], elbow, 0.16))
            steps[1].append(arrow(add(squares[k], elbow), subtract(end, elbow), 0.16))
            for i in range(2):
                q = rotate([1.0 - i, 0.0 + i], angle_k)
                half = times(problem["half"], q)
                axes[i].append([subtract(squares[k], half), add(squares[k], half)])
        for i, n in [[0, "1"], [1, "2"]]:
            artists[f"still_axes_{n}"] = axes[i]
            artists[f"still_steps_{n}"] = steps[i]
        artists["still_before"] = ends[:2]
        artists["still_after"] = ends[2:]
        artists["now"] = [add(squares[int(step + 0.5) - 1], corner) for corner in problem["frame"]]
        return {
            "artists": artists,
            "readouts": {
                "components": unrounded(components),
                "factors": factors,
                "scaled": unrounded(scaled),
                "w_tilde": w_tilde,
            },
            "landmarks": {
                "step": [1.0, 2.0, 3.0, 4.0],
                "alpha": eigenvalues,
                "eigenvalue_2": [0.0, eigenvalue_1],
            },
            "statuses": said(eigenvalues, norm(w_star), norm(w_tilde), problem),
        }


def said(
    eigenvalues: list[float], before: float, after: float, problem: Mapping[str, Any]
) -> list[list]:
    """Say how much shorter w* has become, and what is special about H."""
    lost = max(eigenvalues) == 0
    statuses = [["origin", {}]]
    if before > 0:
        statuses = [["lost", {}] if lost else ["shrunk", {"ratio": after / before}]]
    if abs(eigenvalues[0] - eigenvalues[1]) < problem["repeated"]:
        statuses.append(["repeated", {}])
    if min(eigenvalues) == 0 and not lost:
        statuses.append(["zero", {}])
    return statuses


def _plane() -> Panel:
    """Draw the large plane, and in it one artist for each thing that moves."""
    axes = plane(panel_axes(), limits=(-4, 4))  # turned, w* is up to 2.8√2 from an axis
    axes.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2), xlabel="", ylabel="")
    axes.set_title(r"$\tilde{w} = Q\,(\Lambda + \alpha I)^{-1}\Lambda\,Q^\top w^*$")
    artists = {
        "contours_J": line(axes, "objective", linewidth=1, alpha=0.6),
        "contours_regularized": line(axes, "regularized", linewidth=1, alpha=0.6),
    }
    middle = {"ha": "center", "va": "center"}
    for i in (1, 2):
        artists[f"axis_{i}"] = line(axes, f"component_{i}", linewidth=1, alpha=0.7)
        artists[f"q_{i}"] = word(axes, f"$q_{i}$", f"component_{i}", **middle)
    artists["ghost"] = line(axes, "muted", linewidth=1, linestyle="--")
    whole = {"zorder": 2.5, "clip_on": False}
    artists["w_star"] = marker(axes, "*", 12, "objective", alpha=0.5, **whole)
    artists["w_star_label"] = word(axes, "$w^*$", "objective", (12, 4), va="center")
    for i in (1, 2):
        artists[f"step_{i}"] = area(axes, f"component_{i}")
    artists["before"] = marker(axes, "*", 12, "objective", **whole)
    artists["after"] = hollow(axes, clip_on=False)
    artists["w_tilde_label"] = word(axes, r"$\tilde{w}$", "regularized", (18, -13), va="center")
    return Panel(axes, artists)


def _squares(problem: Mapping[str, Any]) -> Panel:
    """Draw four small planes, from w* around to w̃."""
    blue, purple, muted = (COLOURS[key] for key in ("objective", "regularized", "muted"))
    axes = panel_axes()
    axes.set_position((0.01, 0.01, 0.98, 0.98))
    axes.set(xlim=(-11.2, 11.2), ylim=(-11.2, 11.2), aspect="equal")
    axes.set_axis_off()
    for centre in problem["squares"]:
        axes.plot(*np.add(centre, problem["frame"]).T, color=COLOURS["grid"])
    names = ("1:  $w^*$", r"2:  $Q^\top w^*$", "3", r"4:  $\tilde{w}$")
    for (x, y), name, colour in zip(
        problem["squares"], names, (blue, blue, purple, purple), strict=True
    ):
        outside = y + (5.2 if y > 0 else -5.2)
        axes.text(x, outside, name, color=colour, ha="center", va="center")
    for name, arrow_at, name_at, sign in (
        (r"$Q^\top$", (0, 5.5), (0, 6.8), r"$\rightarrow$"),
        (r"$(\Lambda + \alpha I)^{-1}\Lambda$", (5.5, 0), (4.7, 0), r"$\downarrow$"),
        ("$Q$", (0, -5.5), (0, -6.8), r"$\leftarrow$"),
    ):
        axes.text(*arrow_at, sign, ha="center", va="center", color=muted, fontsize=14)
        side = "center" if name_at[0] == 0 else "right"
        axes.text(*name_at, name, ha=side, va="center", color=muted)
    artists = {"now": line(axes, "ink", linewidth=2)}
    for i in (1, 2):
        artists[f"still_axes_{i}"] = line(axes, f"component_{i}", linewidth=1, alpha=0.7)
    for i in (1, 2):
        artists[f"still_steps_{i}"] = area(axes, f"component_{i}")
    artists["still_before"] = marker(axes, "*", 8, "objective", clip_on=False)
    artists["still_after"] = hollow(axes, 5, 1.5, clip_on=False)
    return Panel(axes, artists)
