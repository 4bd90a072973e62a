"""The live figure of chapter 8: ridge regression on the diabetes data, as α moves."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from livefig import Panel, Slider, Switch, panel_axes
from l2book.palette import COLOURS

#: Strengths α at which the curves are drawn, ten to a decade.
ALPHAS = 10 ** (np.arange(71) / 10 - 2)
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
        panels, ink = {}, {"color": COLOURS["ink"]}
        dot = {"linestyle": "None", "marker": "o"}
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
            line = axes.plot([], [], linewidth=1, **ink)[0]
            panels[panel_id] = Panel(axes, {f"{panel_id}_line": line})
        coefficients = panels["coefficients"]
        coefficients.axes.axhline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        for name in problem["names"]:
            colour, style = PATHS[name]
            colour = {"color": COLOURS[colour]}
            axes = coefficients.axes
            coefficients.artists[f"path_{name}"] = axes.plot([], [], style, **colour)[0]
            coefficients.artists[f"at_{name}"] = axes.plot([], [], markersize=5, **dot, **colour)[0]
            coefficients.artists[f"leader_{name}"] = axes.plot([], [], linewidth=0.7, **colour)[0]
            label = axes.text(1, 0, name, ha="right", va="center_baseline", fontsize=9.5, **colour)
            coefficients.artists[f"label_{name}"] = label
        purple = COLOURS["regularized"]
        for panel_id in ("effective", "error"):
            axes, artists = panels[panel_id].axes, panels[panel_id].artists
            artists[f"{panel_id}_curve"] = axes.plot([], [], **ink)[0]
            artists[f"{panel_id}_at"] = axes.plot(
                [], [], markersize=7, color=purple, clip_on=False, zorder=3, **dot
            )[0]
        panels["error"].artists["best"] = panels["error"].axes.plot(
            [], [], markersize=11, markerfacecolor=COLOURS["paper"], zorder=2.5, **dot, **ink
        )[0]
        return panels

    @staticmethod
    def update(parameters: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
        """Draw the curves of one set of patients, and mark α on each."""
        alpha, data = parameters["alpha"], problem["few" if parameters["few"] else "all"]
        eigenvalues, best = np.array(data["eigenvalues"]), data["best"]
        here, lowest = cross_validation_error(data, alpha), cross_validation_error(data, best)
        weights, effective = coefficients(data, alpha), np.sum(eigenvalues / (eigenvalues + alpha))
        paths = coefficients(data, ALPHAS[:, None])
        falling = (eigenvalues / (eigenvalues + ALPHAS[:, None])).sum(axis=-1)
        artists: dict[str, Any] = {
            "coefficients_line": [[alpha, -35], [alpha, 42]],
            "effective_line": [[alpha, 0], [alpha, 10.5]],
            "error_line": [[alpha, 50], [alpha, 82]],
            "effective_curve": np.stack([ALPHAS, falling], axis=-1),
            "effective_at": [[alpha, effective]],
            "error_curve": [[a, cross_validation_error(data, a)] for a in ALPHAS],
            "error_at": [[alpha, here]],
            "best": [[best, lowest]],
        }
        for j, name in enumerate(problem["names"]):
            artists[f"path_{name}"] = np.stack([ALPHAS, paths[:, j]], axis=-1)
            artists[f"at_{name}"] = [[alpha, weights[j]]]
            # Labels stand apart from each other: a line leads from each to its curve's left end.
            artists[f"label_{name}"] = [[0.0025, data["labels"][j]]]
            artists[f"leader_{name}"] = [[0.003, data["labels"][j]], [ALPHAS[0], paths[0, j]]]
        where = "best" if abs(alpha / best - 1) < 0.02 else "below" if alpha < best else "above"
        return {
            "artists": artists,
            "readouts": {
                "effective": effective,
                "error": here,
                "lowest": lowest,
                "norm": np.linalg.norm(weights),
            },
            "landmarks": {"alpha": [eigenvalues[-1], best, eigenvalues[0]]},
            "statuses": [[where, {"best": best, "excess": here - lowest}]],
        }


def coefficients(data: Mapping[str, Any], alpha: Any) -> np.ndarray:
    """Return w̃ (10,) at α, or (k, 10) at many of shape (k, 1)."""
    return (1 / (np.array(data["eigenvalues"]) + alpha)) @ np.array(data["numerators"]).T


def cross_validation_error(data: Mapping[str, Any], alpha: float) -> float:
    """Return the root of the cross-validated mean squared error at α."""
    value, p, q = np.transpose(data["terms"])
    left = 1 / (value + alpha)
    return float(np.sqrt(data["constant"] + np.sum((p + q * left) * left)))
