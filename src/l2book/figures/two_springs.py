"""The first live figure of chapter 5: in one dimension w̃ rests between two springs."""

import math
from collections.abc import Mapping
from typing import Any

from l2book.figures import BookFigure
from l2book.palette import COLOURS
from l2book.plots import area, marker, word
from livefig import Panel, Rail, Slider, arrow, panel_axes


class TwoSprings(BookFigure):
    """One weight, held by the loss at w* and by the penalty at 0."""

    name = "two_springs"
    alpha = Slider(1.0, 0.0, 5.0, symbol="α", landmarks=("λ",))
    eigenvalue = Slider(2.0, 0.2, 5.0, symbol="λ")
    w_star = Slider(3.0, -1.0, 4.0, symbol="w*")
    handles = {
        "w_tilde": Rail("alpha", "w_tilde", ("line",)),
        "w_star": Rail("w_star", "w_star", ("line",)),
    }
    inks = {"w_tilde": "regularized", "loss_pull": "objective", "penalty_pull": "penalty"}
    problem = {
        "turns": 12,
        "height": 0.13,
        "thin": 0.012,
        "thick": 0.011,
        "steep": 1.0,
        "bar": [-1.03, -0.89],
    }
    problem |= {"force": 0.25, "above": 0.42, "below": -0.46, "tiny": 1e-9}
    words = {
        "en": {
            "title": "Two springs",
            "caption": (
                "A weight between two springs. The loss pulls it to w* with stiffness λ (blue); "
                "the penalty pulls it to 0 with stiffness α (red). A thicker spring is stiffer. "
                "The weight rests at w̃, where the two pulls, the arrows, cancel. The bar below "
                "shows what is left of w* (purple) and what is lost (red)."
            ),
            "panels": {
                "line": (
                    "A weight between two springs",
                    "A number line. A red spring runs from zero to a purple diamond, the weight, "
                    "and a blue spring from there to w*. Two arrows of equal length pull the "
                    "weight to both sides. Below, a bar from zero to w* is divided at the weight.",
                ),
            },
            "parameters": {
                "alpha": "stiffness of the penalty",
                "eigenvalue": "stiffness of the loss",
                "w_star": "minimum of the loss",
            },
            "handles": {"w_tilde": "The weight w̃", "w_star": "Minimum w*"},
            "readouts": {
                "w_tilde": "w̃ =",
                "kept": "λ/(λ + α) =",
                "loss_pull": "pull of the loss, λ(w* − w̃) =",
                "penalty_pull": "pull of the penalty, −αw̃ =",
            },
            "statuses": {
                "free": "Without a penalty the weight rests at w*.",
                "middle": "The springs are equally stiff: the weight rests halfway.",
                "loss": "The spring of the loss is stiffer: more than half of w* is left.",
                "penalty": "The spring of the penalty is stiffer: less than half of w* is left.",
                "nothing": "w* is 0, where neither spring pulls.",
            },
        },
        "ko": {
            "title": "두 용수철",
            "caption": (
                "두 용수철 사이의 가중치. 손실은 용수철 상수 λ로 w* 쪽으로(파란색), 벌칙항은 용수철 "
                "상수 α로 0 쪽으로(빨간색) 당긴다. 굵은 용수철일수록 뻣뻣하다. 가중치는 당기는 두 힘, "
                "곧 두 화살표가 상쇄되는 w̃에서 멈춘다. 아래 막대는 w*에서 남은 부분(보라색)과 잃은 "
                "부분(빨간색)을 나타낸다."
            ),
            "panels": {
                "line": (
                    "두 용수철 사이의 가중치",
                    "수직선. 0에서 가중치를 나타내는 보라색 마름모까지 빨간 용수철이, 거기서 w*까지 파란 "
                    "용수철이 이어진다. 길이가 같은 두 화살표가 가중치를 양쪽으로 당긴다. 그 아래에서는 "
                    "0부터 w*까지의 막대가 가중치의 자리에서 둘로 나뉜다.",
                ),
            },
            "parameters": {
                "alpha": "벌칙항의 용수철 상수",
                "eigenvalue": "손실의 용수철 상수",
                "w_star": "손실의 최소점",
            },
            "handles": {"w_tilde": "가중치 w̃", "w_star": "최소점 w*"},
            "readouts": {
                "w_tilde": "w̃ =",
                "kept": "λ/(λ + α) =",
                "loss_pull": "손실이 당기는 힘, λ(w* − w̃) =",
                "penalty_pull": "벌칙항이 당기는 힘, −αw̃ =",
            },
            "statuses": {
                "free": "벌칙항이 없으면 가중치는 w*에서 멈춘다.",
                "middle": "두 용수철이 똑같이 뻣뻣하다. 가중치는 한가운데에서 멈춘다.",
                "loss": "손실의 용수철이 더 뻣뻣하다. w*의 절반보다 많이 남는다.",
                "penalty": "벌칙항의 용수철이 더 뻣뻣하다. w*의 절반보다 적게 남는다.",
                "nothing": "w*가 0이다. 거기서는 어느 용수철도 당기지 않는다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the line, and an empty place for each thing that moves."""
        # An inch of the drawing is as long across as up, so that a spring is as thick as it says.
        axes = panel_axes(width=5.2, height=2.2)
        axes.set(xlim=(-1.3, 4.5), ylim=(-1.1, 0.653), xlabel="$w$", yticks=[])
        axes.set_xticks(range(-1, 5))
        axes.spines["left"].set_visible(False)
        axes.axhline(0, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        wall = {"color": COLOURS["muted"], "linewidth": 4, "solid_capstyle": "butt"}
        axes.plot([0, 0], [-0.34, 0.34], **wall)
        middle = {"ha": "center", "va": "center"}
        artists = {
            "lost": area(axes, "penalty", linewidth=0),
            "kept": area(axes, "regularized", linewidth=0),
            "penalty_spring": area(axes, "penalty", linewidth=0),
            "loss_spring": area(axes, "objective", linewidth=0),
            "alpha_label": word(axes, r"$\alpha$", "penalty", **middle),
            "lambda_label": word(axes, r"$\lambda$", "objective", **middle),
            "penalty_arrow": area(axes, "penalty", linewidth=0),
            "loss_arrow": area(axes, "objective", linewidth=0),
            "w_star": marker(axes, "*", 15, "objective"),
            "w_star_label": word(axes, "$w^*$", "objective", **middle),
            "w_tilde": marker(axes, "D", 10, "regularized"),
            "w_tilde_label": word(axes, r"$\tilde{w}$", "regularized", **middle),
        }
        return {"line": Panel(axes, artists)}

    @staticmethod
    def update(alpha, eigenvalue, w_star, problem):
        """Put the weight at λw*/(λ+α), stretch both springs to it, and draw what they pull."""
        kept = eigenvalue / (eigenvalue + alpha)
        w_tilde = kept * w_star
        pull = eigenvalue * (w_star - w_tilde)
        low, high = problem["bar"]

        def bar(start, end):
            return [[start, low], [end, low], [end, high], [start, high]]

        def drawn(sign):
            return arrow([w_tilde, problem["above"]], [sign * problem["force"] * pull, 0.0], 0.05)

        status = "loss" if alpha < eigenvalue else "penalty"
        if abs(alpha - eigenvalue) < problem["tiny"]:
            status = "middle"
        if alpha == 0:
            status = "free"
        if w_star == 0:
            status = "nothing"
        return {
            "artists": {
                "kept": bar(0.0, w_tilde),
                "lost": bar(w_tilde, w_star),
                "penalty_spring": spring(0.0, w_tilde, alpha, problem),
                "loss_spring": spring(w_tilde, w_star, eigenvalue, problem),
                "alpha_label": [[w_tilde / 2 if alpha > 0 else -9.0, problem["below"]]],
                "lambda_label": [[(w_tilde + w_star) / 2, problem["below"]]],
                "penalty_arrow": drawn(-1.0),
                "loss_arrow": drawn(1.0),
                "w_star": [[w_star, 0.0]],
                "w_star_label": [[w_star + (0.45 if w_star >= 0 else -0.45), 0.02]],
                "w_tilde": [[w_tilde, 0.0]],
                "w_tilde_label": [[w_tilde, 0.72]],
            },
            "readouts": {
                "w_tilde": w_tilde,
                "kept": kept,
                "loss_pull": pull,
                "penalty_pull": 0.0 if pull == 0 else -pull,
            },
            "landmarks": {"alpha": [eigenvalue]},
            "statuses": [[status, {}]],
        }


def spring(start: float, end: float, stiffness: float, problem: Mapping[str, Any]) -> list:
    """Return the outline of a spring between two places on the line, thicker when it is stiffer."""
    if stiffness == 0:
        return []
    turns, height = problem["turns"], problem["height"]
    step = abs(end - start) / (turns + 1)
    # No wire is so steep that it fills its coil: a short spring has a low one.
    height = min(height, problem["steep"] * step)
    # Measured upwards, a sloping wire is thicker than across.
    half = problem["thin"] + problem["thick"] * math.sqrt(stiffness)
    half *= math.hypot(1.0, 2 * height / max(step, 1e-9))
    middle, side = [[start, 0.0]], height
    for i in range(turns):
        middle.append([start + (i + 1) * (end - start) / (turns + 1), side])
        side = -side
    middle.append([end, 0.0])
    upper = [[x, y + half] for x, y in middle]
    lower = [[x, y - half] for x, y in reversed(middle)]
    return upper + lower
