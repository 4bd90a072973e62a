"""The second live figure of chapter 3: which (ε, α) settle, oscillate or diverge."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from l2book.figures import BookFigure
from l2book.figures.maths import regime
from l2book.palette import COLOURS
from l2book.plots import line, marker
from livefig import Handle, Panel, Slider, panel_axes


class PhaseMap(BookFigure):
    """The plane of learning rate and weight decay, and the stiffest component of one descent."""

    name = "phase_map"
    alpha = Slider(0.5, 0.0, 3.0, symbol="α")
    learning_rate = Slider(0.2, 0.01, 1.2, symbol="ε", landmarks=("1/(λ₁+α)", "2/(λ₁+α)"))
    shares = "descent"
    handles = {"setting": Handle("learning_rate", "alpha", ("map",))}
    problem = {"eigenvalue": 2.0, "steps": 20, "ceiling": 20.0}
    words = {
        "en": {
            "title": "Which choices settle",
            "caption": (
                "Drag the point: each point of the map is a choice of ε and α. The curve over t "
                "shows what that choice does along the steepest direction, where λ₁ = 2: every "
                "step multiplies the distance from w̃ by 1 − ε(λ₁+α)."
            ),
            "panels": {
                "map": (
                    "The phase map",
                    "The plane of learning rate and weight decay in three regions: monotone at "
                    "small learning rates, then oscillating, then divergent. Both borders bend "
                    "towards smaller learning rates as weight decay grows.",
                ),
                "component": (
                    "The steepest direction",
                    "The component of w minus w̃ along the first eigenvector, from one at the "
                    "start, against the number of steps.",
                ),
            },
            "parameters": {"alpha": "weight decay", "learning_rate": "learning rate"},
            "handles": {"setting": "Choice of ε and α"},
            "readouts": {"factor": "1 − ε(λ₁+α) =", "limit": "2/(λ₁+α) ="},
            "statuses": {
                "monotone": "Monotone: the distance shrinks and keeps its sign.",
                "at_once": "The factor is 0: along this direction one step is enough.",
                "oscillating": "Oscillating: the distance shrinks and changes sign at every step.",
                "divergent": "Does not settle: ε ≥ 2/(λ₁+α) = {limit}; the distance never shrinks.",
            },
        },
        "ko": {
            "title": "어떤 선택에서 수렴하는가",
            "caption": (
                "점을 끌어 보자. 지도의 점 하나하나가 ε과 α를 고른 하나의 선택이다. t에 따른 곡선은 그 선택이 "
                "λ₁ = 2인 가장 가파른 방향에서 하는 일을 보여 준다. 단계마다 w̃까지의 거리에 "
                "1 − ε(λ₁+α)가 곱해진다."
            ),
            "panels": {
                "map": (
                    "수렴과 발산의 지도",
                    "학습률과 가중치 감쇠의 평면이 세 영역으로 나뉜다. 학습률이 작으면 단조롭고, 커지면 "
                    "진동하다가, 더 커지면 발산한다. 가중치 감쇠가 커지면 두 경계가 모두 작은 학습률 쪽으로 "
                    "휜다.",
                ),
                "component": (
                    "가장 가파른 방향, 한 단계씩",
                    "w에서 w̃를 뺀 벡터의 첫째 고유벡터 방향 성분을 단계의 수에 따라 그렸다. 처음 값은 1이다.",
                ),
            },
            "parameters": {"alpha": "가중치 감쇠", "learning_rate": "학습률"},
            "handles": {"setting": "ε과 α의 선택"},
            "readouts": {"factor": "1 − ε(λ₁+α) =", "limit": "2/(λ₁+α) ="},
            "statuses": {
                "monotone": "단조: 거리가 줄고 부호는 그대로다.",
                "at_once": "배율이 0이다. 이 방향에서는 한 걸음이면 충분하다.",
                "oscillating": "진동: 거리가 줄고 단계마다 부호가 바뀐다.",
                "divergent": "수렴하지 않는다: ε ≥ 2/(λ₁+α) = {limit}. 거리가 줄지 않는다.",
            },
        },
    }

    @staticmethod
    def stage(problem: Mapping[str, Any]) -> dict[str, Panel]:
        """Draw the three regions and the component's axes."""
        chart, curve = panel_axes(), panel_axes()
        alpha = np.linspace(0, 3, 200)
        border = 1 / (problem["eigenvalue"] + alpha)
        shades = {"< 1": "descent", "< 2": "regularized", "> 2": "penalty"}
        edges = (np.zeros_like(alpha), border, 2 * border, np.full_like(alpha, 1.2))
        places = ((0.1, 1.9), (0.4, 1.45), (0.88, 1.75))
        for i, (region, shade) in enumerate(shades.items()):
            chart.fill_betweenx(
                alpha, edges[i], edges[i + 1], color=COLOURS[shade], alpha=0.18, linewidth=0
            )
            turn = {"rotation": 0 if i == 2 else 90, "ha": "center", "va": "center"}
            # By its name, live.css knows that no line crosses it: it needs no rim.
            word = rf"$\varepsilon(\lambda_1 + \alpha) {region}$"
            chart.text(*places[i], word, gid=f"region_text_{i}", **turn)
        chart.plot(border, alpha, color=COLOURS["ink"], linewidth=1, linestyle="--")
        chart.plot(2 * border, alpha, color=COLOURS["ink"], linewidth=1)
        chart.set(xlim=(0, 1.2), ylim=(0, 3), xlabel=r"$\varepsilon$", ylabel=r"$\alpha$")
        curve.axhline(0, color=COLOURS["grid"], linewidth=0.8)
        curve.set(xlim=(-0.5, problem["steps"] + 0.5), ylim=(-1.6, 1.6), xlabel="$t$")
        curve.set_title(r"$(1-\varepsilon(\lambda_1+\alpha))^t$")
        setting = marker(chart, "o", 7, "ink", clip_on=False, zorder=3)
        component = {
            "component": line(curve, "descent", linewidth=1),
            "component_points": marker(curve, "o", 4, "descent"),
        }
        return {"map": Panel(chart, {"setting": setting}), "component": Panel(curve, component)}

    @staticmethod
    def update(alpha, learning_rate, problem):
        """Place the choice on the map and follow its component."""
        stiffness = problem["eigenvalue"] + alpha
        factor, limit = 1 - learning_rate * stiffness, 2 / stiffness
        at_once = abs(learning_rate - limit / 2) < 1e-9
        said = "at_once" if at_once else regime(stiffness, learning_rate)
        # Cut where it has left the picture, so that a divergent line still points out of it.
        component = []
        for t in range(problem["steps"] + 1):
            component.append([t, factor**t])
            if abs(factor**t) > problem["ceiling"]:
                break
        return {
            "artists": {
                "setting": [[learning_rate, alpha]],
                "component": component,
                "component_points": component,
            },
            "readouts": {"factor": factor if abs(factor) > 1e-12 else 0.0, "limit": limit},
            "landmarks": {"learning_rate": [limit / 2, limit]},
            "statuses": [[said, {"limit": limit}]],
        }
