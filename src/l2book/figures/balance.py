"""The second live figure of chapter 2: one weight, and where its two pulls are equally long."""

from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.palette import COLOURS
from l2book.plots import line, marker, word
from livefig import Panel, Rail, Slider, panel_axes


class Balance(BookFigure):
    """The loss's pull −J′(w) and the penalty's pull αw over w; they are equal at w̃."""

    name = "balance"
    alpha = Slider(0.5, 0.0, 4.0, symbol="α")
    handles = {"w_tilde": Rail("alpha", "w_tilde", ("pulls",))}
    inks = {"w_tilde": "regularized"}
    problem = {"eigenvalue": 1.0, "w_star": 2.0}
    words = {
        "en": {
            "title": "Where two lines cross",
            "caption": (
                "Move α: it turns the red line around the origin. For one weight, the blue line is "
                "the pull of the loss, −J′(w), which fades towards w*; the red line is how hard "
                "the penalty pulls back, αw, which grows with w. Where the lines cross, the weight is at "
                "rest."
            ),
            "panels": {
                "pulls": (
                    "Both pulls, over the weight",
                    "A falling blue line that reaches zero at w*, and a red line that rises from "
                    "the origin with slope α. They cross at w̃.",
                )
            },
            "parameters": {"alpha": "penalty strength"},
            "handles": {"w_tilde": "The crossing at w̃"},
            "readouts": {"w_tilde": "w̃ =", "pull": "αw̃ = −J′(w̃) ="},
        },
        "ko": {
            "title": "두 직선이 만나는 곳",
            "caption": (
                "α를 움직이면 빨간 직선이 원점을 중심으로 돈다. 가중치가 하나일 때, 파란 직선은 손실이 "
                "당기는 힘 −J′(w)로 w*에 가까워지면 약해지고, 빨간 직선은 벌칙항이 되당기는 "
                "힘의 크기 αw로 w와 함께 커진다. 두 직선이 만나는 곳에서 가중치가 멈춘다."
            ),
            "panels": {
                "pulls": (
                    "가중치에 따른 두 힘",
                    "w*에서 0이 되는 내려가는 파란 직선과, 원점에서 기울기 α로 올라가는 빨간 직선. "
                    "두 직선은 w̃에서 만난다.",
                )
            },
            "parameters": {"alpha": "벌칙항의 세기"},
            "handles": {"w_tilde": "w̃에서 만나는 점"},
            "readouts": {"w_tilde": "w̃ =", "pull": "αw̃ = −J′(w̃) ="},
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the loss's pull; the penalty's turns with α."""
        axes = panel_axes(width=5.2, height=3.4)
        axes.set(xlim=(0, 2.6), ylim=(0, 2.6), xlabel="$w$")
        axes.set(xticks=[0, 1, 2], yticks=[0, 1, 2])
        w_star, slope, blue = problem["w_star"], problem["eigenvalue"], COLOURS["objective"]
        axes.plot([0, w_star], [slope * w_star, 0], color=blue)
        axes.text(0.04, 2.04, "$-J'(w)$", color=blue)
        axes.plot([w_star], [0], "*", color=blue, markersize=12, clip_on=False)
        axes.annotate("$w^*$", (w_star, 0), (12, 5), textcoords="offset points", color=blue)
        artists = {
            "penalty": line(axes, "penalty"),
            "penalty_label": word(axes, r"$\alpha w$", "penalty"),
            "drop": line(axes, "muted", linewidth=1, linestyle="--"),
            "w_tilde": marker(axes, "D", 8, "regularized", clip_on=False),
            # Outside the ring by which w̃ is dragged.
            "w_tilde_label": word(axes, r"$\tilde{w}$", "regularized", (3, 12), ha="center"),
        }
        return {"pulls": Panel(axes, artists)}

    @staticmethod
    def update(alpha, problem):
        """Turn the penalty's line, and find where it crosses the loss's."""
        slope, w_star = problem["eigenvalue"], problem["w_star"]
        w_tilde = slope * w_star / (slope + alpha)
        pull = alpha * w_tilde
        end = min(2.5, 2.35 / alpha if alpha > 0 else 2.5)
        return {
            "artists": {
                "penalty": [[0.0, 0.0], [3.0, 3.0 * alpha]],
                "penalty_label": [[end - 0.22, alpha * end + 0.06]],
                "drop": [[w_tilde, 0.0], [w_tilde, pull], [0.0, pull]],
                "w_tilde": [[w_tilde, pull]],
                "w_tilde_label": [[w_tilde - 0.03, pull + 0.14]],
            },
            "readouts": {"w_tilde": w_tilde, "pull": pull},
        }
