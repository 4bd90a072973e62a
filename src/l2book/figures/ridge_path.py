"""The live figure of chapter 8: ridge regression on the diabetes data, as α moves."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from l2book.figures import BookFigure
from l2book.palette import COLOURS
from l2book.plots import line, marker
from livefig import Panel, Slider, Switch, panel_axes

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
    """Ten coefficients, their effective number and the error on patients kept out of the fit."""

    name = "ridge_path"
    alpha = Slider(10.0, 0.01, 1e5, symbol="α", scale="log10", landmarks=("λ₁₀", "CV", "λ₁"))
    few = Switch(False)
    #: Written by tools/ridge_path.py, which says what the numbers are.
    problem = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    words = {
        "en": {
            "title": "The ridge path of the diabetes data",
            "caption": (
                "One α, three views. First the ten coefficients, each named at its left end; then "
                "how many parameters the data still decide; then the error on patients kept out "
                "of the fit. A ring marks its lowest point, and so does CV under the slider."
            ),
            "panels": {
                "coefficients": (
                    "The coefficients",
                    "Ten curves over the penalty strength on a logarithmic axis, each with its "
                    "name at its left end. All end at zero on the right. Some cross zero on the "
                    "way. A vertical line marks the present strength, and a point each "
                    "coefficient.",
                ),
                "effective": (
                    "Effective parameters",
                    "A curve that falls from ten to zero as the penalty grows, with a point at the "
                    "present strength.",
                ),
                "error": (
                    "Error in cross-validation",
                    "The root of the mean squared error over the penalty strength. It falls a "
                    "little to its lowest point, which a ring marks, and then rises to the error "
                    "of predicting the mean. A point marks the present strength.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "few": "Fit on 60 patients instead of 330",
            },
            "readouts": {
                "effective": "effective parameters =",
                "error": "error in cross-validation =",
                "lowest": "its lowest =",
                "norm": "‖w̃‖ =",
            },
            "statuses": {
                "below": "α is below its best value, {best}: {excess} more error than there.",
                "best": "α is at its best value in cross-validation, {best}.",
                "above": "α is above its best value, {best}: {excess} more error than there.",
            },
        }
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw three pairs of axes over one α; every curve follows the switch."""
        panels = {}
        for panel_id, title, limits, ticks in (
            ("coefficients", r"$\tilde{w}_j$", (-35, 42), (-30, -15, 0, 15, 30)),
            ("effective", r"$\sum_i\ \lambda_i\,/\,(\lambda_i + \alpha)$", (0, 10.5), (0, 5, 10)),
            ("error", r"$\sqrt{\mathrm{CV}(\alpha)}$", (50, 82), (50, 60, 70, 80)),
        ):
            axes = panel_axes(width=3.0, height=2.65)
            left = 2e-4 if panel_id == "coefficients" else 6e-3  # room for the names
            axes.set(xscale="log", xlim=(left, 1.7e5), ylim=limits, title=title, xlabel=r"$\alpha$")
            axes.set_xticks([1e-2, 1, 1e2, 1e4])
            axes.set_yticks(ticks)
            axes.minorticks_off()
            panels[panel_id] = Panel(axes, {f"{panel_id}_line": line(axes, "ink", linewidth=1)})
        axes, artists = panels["coefficients"].axes, panels["coefficients"].artists
        axes.axhline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        for name in problem["names"]:
            colour, style = PATHS[name]
            artists[f"path_{name}"] = line(axes, colour, linestyle=style)
            artists[f"at_{name}"] = marker(axes, "o", 5, colour)
            artists[f"leader_{name}"] = line(axes, colour, linewidth=0.7)
            words = {"ha": "right", "va": "center_baseline", "fontsize": 9.5}
            artists[f"label_{name}"] = axes.text(1, 0, name, color=COLOURS[colour], **words)
        for panel_id in ("effective", "error"):
            axes, artists = panels[panel_id].axes, panels[panel_id].artists
            artists[f"{panel_id}_curve"] = line(axes, "ink")
            at = marker(axes, "o", 7, "regularized", clip_on=False, zorder=3)
            artists[f"{panel_id}_at"] = at
        ring = {"markerfacecolor": COLOURS["paper"], "zorder": 2.5}
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
        effective = effective_parameters(eigenvalues, alpha)
        error, lowest = cross_validation_error(data, alpha), cross_validation_error(data, best)
        artists = {
            "coefficients_line": [[alpha, -35], [alpha, 42]],
            "effective_line": [[alpha, 0], [alpha, 10.5]],
            "error_line": [[alpha, 50], [alpha, 82]],
            "effective_curve": [[a, effective_parameters(eigenvalues, a)] for a in alphas],
            "effective_at": [[alpha, effective]],
            "error_curve": [[a, cross_validation_error(data, a)] for a in alphas],
            "error_at": [[alpha, error]],
            "best": [[best, lowest]],
        }
        for j, name in enumerate(names):
            artists[f"path_{name}"] = [[a, paths[i][j]] for i, a in enumerate(alphas)]
            artists[f"at_{name}"] = [[alpha, here[j]]]
            # Labels stand apart from each other: a line leads from each to its curve's left end.
            artists[f"label_{name}"] = [[0.0025, labels[j]]]
            artists[f"leader_{name}"] = [[0.003, labels[j]], [alphas[0], paths[0][j]]]
        side = "below" if alpha < best else "above"
        where = "best" if abs(alpha / best - 1) < 0.02 else side
        return {
            "artists": artists,
            "readouts": {
                "effective": effective,
                "error": error,
                "lowest": lowest,
                "norm": math.sqrt(sum([weight**2 for weight in here])),
            },
            "landmarks": {"alpha": [eigenvalues[9], best, eigenvalues[0]]},
            "statuses": [[where, {"best": best, "excess": error - lowest}]],
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


def cross_validation_error(data: Mapping[str, Any], alpha: float) -> float:
    """Return the root of the cross-validated mean squared error at α."""
    total = data["constant"]
    for eigenvalue, p, q in data["terms"]:
        inverse = 1 / (eigenvalue + alpha)
        total += (p + q * inverse) * inverse
    return math.sqrt(total)
