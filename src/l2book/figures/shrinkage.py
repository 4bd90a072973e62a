"""The second live figure of chapter 6: what is left of each component, and what it adds up to."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.figures.maths import log_spaced, shrinkage
from l2book.palette import COLOURS
from l2book.plots import area, line, marker, word
from livefig import Panel, Rail, Slider, Switch, panel_axes

#: One colour per eigenvalue; the first two are those of the figure before.
CURVES = ("component_1", "component_2", "muted")


class Shrinkage(BookFigure):
    """The factors λᵢ/(λᵢ+α) over α, and their sum as a stack."""

    name = "shrinkage"
    alpha = Slider(0.3, 0.001, 1000.0, symbol="α", scale="log10", landmarks=("λ₁", "λ₂", "λ₃"))
    eigenvalue_1 = Slider(30.0, 0.01, 100.0, symbol="λ₁", scale="log10")
    eigenvalue_2 = Slider(1.0, 0.01, 100.0, symbol="λ₂", scale="log10")
    eigenvalue_3 = Slider(0.03, 0.01, 100.0, symbol="λ₃", scale="log10")
    singular = Switch(False, stills={"eigenvalue_3": 0.0})
    handles = {
        "alpha": Rail("alpha", "alpha_foot", ("factors",)),
        "alpha_stack": Rail("alpha", "stack_foot", ("stack",)),
        "eigenvalue_1": Rail("eigenvalue_1", "ring_1", ("factors",)),
        "eigenvalue_2": Rail("eigenvalue_2", "ring_2", ("factors",)),
        "eigenvalue_3": Rail("eigenvalue_3", "ring_3", ("factors",)),
    }
    inks = {"factor_1": "component_1", "factor_2": "component_2", "factor_3": "muted"}
    problem = {"label_shift": [1.25, 0.06, 0.1], "bar": 1.2}
    words = {
        "en": {
            "title": "Who keeps what",
            "caption": (
                "Move α. Each curve is the fraction of one component that is left; it passes one "
                "half at α = λᵢ, where the dotted line stands. The stack adds the three fractions "
                "up. The height of its bar, at the present α, is the effective number of "
                "parameters (see below)."
            ),
            "panels": {
                "factors": (
                    "The shrinkage factors",
                    "Three S-shaped curves over the penalty strength on a logarithmic axis. Each "
                    "falls from one to zero and passes one half where the strength equals its "
                    "eigenvalue, which a dotted line marks. A point on each curve marks the "
                    "present strength.",
                ),
                "stack": (
                    "Effective parameters",
                    "The three curves stacked, falling from three to zero. A bar "
                    "of three segments stands at the present strength.",
                ),
            },
            "parameters": {
                "alpha": "penalty strength",
                "eigenvalue_1": "first eigenvalue",
                "eigenvalue_2": "second eigenvalue",
                "eigenvalue_3": "third eigenvalue",
                "singular": "Make the third eigenvalue zero",
            },
            "handles": {
                "alpha": "The α line",
                "alpha_stack": "The α line",
                "eigenvalue_1": "λ₁, where its curve is one half",
                "eigenvalue_2": "λ₂, where its curve is one half",
                "eigenvalue_3": "λ₃, where its curve is one half",
            },
            "readouts": {
                "factor_1": "λ₁/(λ₁+α) =",
                "factor_2": "plus λ₂/(λ₂+α) =",
                "factor_3": "plus λ₃/(λ₃+α) =",
                "effective": "effective parameters =",
            },
            "statuses": {
                "kept_0": "No component keeps more than half of its length.",
                "kept_1": "One component keeps more than half of its length.",
                "kept_2": "Two components keep more than half of their length.",
                "kept_3": "All three components keep more than half of their length.",
                "zero": "λ₃ = 0: its component is lost at every α, so the stack never exceeds 2.",
            },
        },
        "ko": {
            "title": "누가 무엇을 지키나",
            "caption": (
                "α를 움직여 보자. 곡선은 성분마다 남는 비율을 나타내며, 점선이 있는 α = λᵢ에서 절반이 된다. "
                "쌓은 그림은 세 비율을 더한 것이다. 지금 α에 선 막대의 높이가 유효 매개변수의 수다(뒤에서 설명한다)."
            ),
            "panels": {
                "factors": (
                    "축소 배율",
                    "로그 눈금의 벌칙항 세기에 따른 S자 모양의 곡선 세 개. 곡선마다 1에서 0으로 내려가고, "
                    "세기가 고윳값과 같은 곳에서 절반이 되며, 그곳에 점선이 있다. 곡선마다 지금의 세기에 "
                    "점이 찍혀 있다.",
                ),
                "stack": (
                    "유효 매개변수",
                    "쌓아 올린 세 곡선. 3에서 0으로 내려간다. 지금의 세기에 세 토막으로 된 "
                    "막대가 서 있다.",
                ),
            },
            "parameters": {
                "alpha": "벌칙항의 세기",
                "eigenvalue_1": "첫째 고윳값",
                "eigenvalue_2": "둘째 고윳값",
                "eigenvalue_3": "셋째 고윳값",
                "singular": "셋째 고윳값을 0으로",
            },
            "handles": {
                "alpha": "α의 세로선",
                "alpha_stack": "α의 세로선",
                "eigenvalue_1": "곡선이 절반이 되는 곳 λ₁",
                "eigenvalue_2": "곡선이 절반이 되는 곳 λ₂",
                "eigenvalue_3": "곡선이 절반이 되는 곳 λ₃",
            },
            "readouts": {
                "factor_1": "λ₁/(λ₁+α) =",
                "factor_2": "더하기 λ₂/(λ₂+α) =",
                "factor_3": "더하기 λ₃/(λ₃+α) =",
                "effective": "유효 매개변수의 수 =",
            },
            "statuses": {
                "kept_0": "길이가 절반 넘게 남는 성분이 없다.",
                "kept_1": "한 성분의 길이가 절반 넘게 남는다.",
                "kept_2": "두 성분의 길이가 절반 넘게 남는다.",
                "kept_3": "세 성분 모두 길이가 절반 넘게 남는다.",
                "zero": "λ₃ = 0: α가 얼마든 이 성분은 사라지므로, 쌓은 높이는 2를 넘지 않는다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the two pairs of axes; the curves follow the eigenvalues."""
        left, right = panel_axes(), panel_axes()
        for axes in (left, right):
            axes.set(xscale="log", xlim=(8e-4, 1.25e3), xlabel=r"$\alpha$")
            axes.set_xticks([1e-3, 1e-1, 1e1, 1e3])
            axes.minorticks_off()
        left.set(ylim=(0, 1.05), title=r"$\lambda_i\,/\,(\lambda_i + \alpha)$")
        left.set_yticks([0, 0.5, 1])
        left.axhline(0.5, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        right.set(ylim=(0, 3.15), title=r"$\sum_i\ \lambda_i\,/\,(\lambda_i + \alpha)$")
        right.set_yticks([0, 1, 2, 3])
        for height in (1, 2, 3):
            right.axhline(height, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        factors, stack = {"alpha_line": line(left, "ink", linewidth=1)}, {}
        paper = {"markerfacecolor": COLOURS["paper"]}
        for i, colour in enumerate(CURVES, start=1):
            factors |= {
                f"curve_{i}": line(left, colour),
                f"half_{i}": line(left, colour, linewidth=1, linestyle=":"),
                f"at_{i}": marker(left, "o", 6, colour, clip_on=False, zorder=2.5),
                f"ring_{i}": marker(left, "o", 6, colour, **paper),
                # Outside the rings by which the eigenvalues are dragged.
                f"label_{i}": word(left, rf"$\lambda_{i}$", colour, (3, 4)),
            }
            stack[f"area_{i}"] = area(right, colour, alpha=0.25, linewidth=0)
        for i, colour in enumerate(CURVES, start=1):
            stack[f"bar_{i}"] = area(right, colour, linewidth=0)
        factors["alpha_foot"] = marker(left, "^", 8, "ink", clip_on=False)
        stack["stack_foot"] = marker(right, "^", 8, "ink", clip_on=False)
        stack["total"] = line(right, "ink", linewidth=1)
        stack["alpha_stack"] = line(right, "ink", linewidth=1, zorder=0.9)  # behind the bar
        return {"factors": Panel(left, factors), "stack": Panel(right, stack)}

    @staticmethod
    def update(alpha, eigenvalue_1, eigenvalue_2, eigenvalue_3, singular, problem):
        """Draw the curves, mark α on each, and stack them."""
        eigenvalues = [eigenvalue_1, eigenvalue_2, 0.0 if singular else eigenvalue_3]
        left, right = alpha / problem["bar"], alpha * problem["bar"]
        aside, up, apart = problem["label_shift"]
        floor, bottom, kept = [[a, 0.0] for a in log_spaced(81)], 0.0, 0
        artists = {
            "alpha_line": [[alpha, 0.0], [alpha, 1.05]],
            "alpha_stack": [[alpha, 0.0], [alpha, 3.15]],
            "alpha_foot": [[alpha, 0.0]],
            "stack_foot": [[alpha, 0.0]],
        }
        factors = [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues]
        for i in range(3):
            eigenvalue, factor, n = eigenvalues[i], factors[i], i + 1
            # A zero eigenvalue has no half: its label and its ring stand at the left end of its
            # flat line, and its dotted line far outside the picture.
            at, half, foot = 1e-3, 0.0, 1e-9
            if eigenvalue > 0:
                at, half, foot = eigenvalue, 0.5, eigenvalue
            # Labels of eigenvalues that nearly agree stand one above the other.
            shared = 0
            for other in eigenvalues[:i]:
                ratio = at / other
                if half > 0 and 0.45 < ratio < 2.2:
                    shared += 1
            ceiling = [[a, height + shrinkage(eigenvalue, a)] for a, height in floor]
            top = bottom + factor
            artists[f"curve_{n}"] = [[a, shrinkage(eigenvalue, a)] for a, height in floor]
            artists[f"half_{n}"] = [[foot, 0.0], [foot, half]]
            artists[f"ring_{n}"] = [[at, half]]
            artists[f"at_{n}"] = [[alpha, factor]]
            artists[f"label_{n}"] = [[at * aside, half + up + shared * apart]]
            artists[f"area_{n}"] = floor + list(reversed(ceiling))
            artists[f"bar_{n}"] = [[left, bottom], [right, bottom], [right, top], [left, top]]
            floor, bottom = ceiling, top
            if factor > 0.5:
                kept += 1
        artists["total"] = floor
        statuses = [[f"kept_{kept}", {}]]
        if singular:
            statuses.append(["zero", {}])
        return {
            "artists": artists,
            "readouts": {
                "factor_1": factors[0],
                "factor_2": factors[1],
                "factor_3": factors[2],
                "effective": bottom,
            },
            "landmarks": {"alpha": eigenvalues},
            "statuses": statuses,
        }
