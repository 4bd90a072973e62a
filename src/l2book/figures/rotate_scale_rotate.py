"""The first live figure of chapter 6: w* → Qᵀw* → scaled → w̃, in four linked panels."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import contour, norm, rotate, shrinkage, subtract, times, unrounded
from l2book.palette import COLOURS
from l2book.plots import area, line, marker, plane
from livefig import Handle, Panel, Slider, arrow, panel_axes

#: The colours of the components along q₁ and q₂, the same in all four panels.
COMPONENTS = ("component_1", "component_2")


class RotateScaleRotate(BookFigure):
    """Turn w* to the eigenvectors of H, shrink each component by its own factor, turn back."""

    name = "rotate_scale_rotate"
    alpha = Slider(0.5, 0.01, 100.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂"))
    angle = Slider(30.0, 0.0, 180.0, symbol="θ")
    eigenvalue_1 = Slider(2.0, 0.0, 4.0, symbol="λ₁")
    eigenvalue_2 = Slider(0.2, 0.0, 4.0, symbol="λ₂", landmarks=("0", "λ₁"))
    w_star_1 = Slider(0.6, -2.8, 2.8, symbol="w*₁")
    w_star_2 = Slider(2.2, -2.8, 2.8, symbol="w*₂")
    handles = {"w_star": Handle("w_star_1", "w_star_2", ("given",))}
    problem = {"levels": [0.125, 0.5, 1.125], "repeated": 0.005, "far": 6.0, "named": 3.6}
    words = {
        "en": {
            "title": "Rotate, scale, rotate back",
            "caption": (
                "One α in all four panels, and one colour for each component. Panel 1: w* as a "
                "step along q₁, then a step along q₂. Panel 2: the same, turned until q₁ and q₂ "
                "are the axes. Panel 3: each step shrunk by its own factor (dashed: before). "
                "Panel 4: turned back, it is w̃. Drag w* in panel 1."
            ),
            "panels": {
                "given": (
                    "1: w* as given",
                    "The point w*, reached from the origin by one arrow along the first "
                    "eigenvector and a second arrow along the other. Elliptic contours of J around "
                    "w* have these two directions as their axes.",
                ),
                "turned": (
                    "2: rotated",
                    "The same picture turned, so that the first arrow lies along the horizontal "
                    "axis and the second is vertical, and the ellipses stand upright.",
                ),
                "scaled": (
                    "3: scaled",
                    "The two arrows, each shortened by its own factor. Dashed lines show them as "
                    "they were. Contours of the regularized loss surround the new end point.",
                ),
                "back": (
                    "4: rotated back",
                    "The shortened arrows turned back to the directions of the first panel. They "
                    "end at w̃. A star shows where w* was.",
                ),
            },
            "parameters": {
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
                "shrunk": "‖w̃‖ is {ratio} of ‖w*‖.",
                "origin": "w* is at the origin: there is nothing to shrink.",
                "repeated": (
                    "λ₁ = λ₂: turn θ. Panels 2 and 3 change, w̃ does not; H has no preferred axes."
                ),
                "lost": (
                    "λ₁ = λ₂ = 0: J is the same everywhere. Both components are lost, however "
                    "small α is."
                ),
                "zero": "A zero eigenvalue: its component is lost, however small α is.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw four planes, the middle two with the eigenvectors as their axes."""
        far = problem["far"]
        scaled = r"$(\Lambda + \alpha I)^{-1}\Lambda Q^\top w^*$"
        titles = {
            "given": "1:  $w^*$",
            "turned": r"2:  $Q^\top w^*$",
            "scaled": f"3:  {scaled}",
            "back": r"4:  $\tilde{w}$",
        }
        panels = {}
        for panel_id, title in titles.items():
            # Turned, w* is up to 2.8√2 from an axis.
            axes = plane(
                panel_axes(width=3.2, height=3.42, bottom=0.72), limits=(-4, 4), title=title
            )
            axes.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
            before = panel_id in ("given", "turned")
            colour = "objective" if before else "regularized"
            artists = {f"contours_{panel_id}": line(axes, colour, linewidth=1, alpha=0.6)}
            for i, component in enumerate(COMPONENTS):
                thin = {"linewidth": 1, "alpha": 0.7}
                if panel_id in ("turned", "scaled"):  # here the eigenvectors are the axes
                    ends = [[-far, far], [0, 0]]
                    axes.plot(*(ends if i == 0 else ends[::-1]), color=COLOURS[component], **thin)
                else:
                    artists[f"axis_{i + 1}_{panel_id}"] = line(axes, component, **thin)
                    centred = {"color": COLOURS[component], "ha": "center", "va": "center"}
                    artists[f"q_{i + 1}_{panel_id}"] = axes.text(0, 0, f"$q_{i + 1}$", **centred)
            if panel_id in ("turned", "scaled"):
                axes.set_xlabel(r"$q_1^\top w$", labelpad=9)  # room for the high ⊤
                axes.set_ylabel(r"$q_2^\top w$")
            over = {"clip_on": False, "zorder": 2.5}
            if panel_id == "scaled":
                artists["ghost"] = line(axes, "muted", linewidth=1, linestyle="--")
            if not before:
                artists[f"star_{panel_id}"] = marker(axes, "*", 11, "objective", alpha=0.6, **over)
            for i, component in enumerate(COMPONENTS):
                artists[f"step_{i + 1}_{panel_id}"] = area(axes, component)
            shape = ("*", 11, "objective") if before else ("D", 7, "regularized")
            artists[f"point_{panel_id}"] = marker(axes, *shape, **over)
            panels[panel_id] = Panel(axes, artists)
        return panels

    @staticmethod
    def update(alpha, angle, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2, problem):
        """Take w* through the three steps, and draw each as two arrows."""
        turn, levels = math.radians(angle), problem["levels"]
        eigenvalues, w_star = [eigenvalue_1, eigenvalue_2], [w_star_1, w_star_2]
        curvatures = [eigenvalue + alpha for eigenvalue in eigenvalues]
        factors = [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues]
        components = rotate(w_star, -turn)
        scaled = [factors[0] * components[0], factors[1] * components[1]]
        artists = {
            "ghost": [[0.0, 0.0], [components[0], 0.0], components],
            "star_scaled": [components],
            "star_back": [w_star],
        }
        for i, q in [["1", rotate([1.0, 0.0], turn)], ["2", rotate([0.0, 1.0], turn)]]:
            # An axis ends at its name, which stands near the edge: w* never comes there.
            end = times(problem["named"] / max(abs(q[0]), abs(q[1])), q)
            for side in ["given", "back"]:
                artists[f"axis_{i}_{side}"] = [times(-problem["far"], q), end]
                artists[f"q_{i}_{side}"] = [end]
        for panel, place, turned, stretched in [
            ["given", components, turn, eigenvalues],
            ["turned", components, 0.0, eigenvalues],
            ["scaled", scaled, 0.0, curvatures],
            ["back", scaled, turn, curvatures],
        ]:
            corner, point = rotate([place[0], 0.0], turned), rotate(place, turned)
            artists[f"contours_{panel}"] = [contour(point, stretched, turned, c) for c in levels]
            artists[f"step_1_{panel}"] = arrow([0.0, 0.0], corner, 0.07)
            artists[f"step_2_{panel}"] = arrow(corner, subtract(point, corner), 0.07)
            artists[f"point_{panel}"] = [point]
        w_tilde = unrounded(rotate(scaled, turn))
        return {
            "artists": artists,
            "readouts": {
                "components": unrounded(components),
                "factors": factors,
                "scaled": unrounded(scaled),
                "w_tilde": w_tilde,
            },
            "landmarks": {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalue_1]},
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
