"""The figure `descent` as a notebook would draw it without us: `interact` and Matplotlib."""

import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interact

from l2book.figures.descent import Descent, in_sight
from l2book.plots import COLOURS, contours, matrix, panels, plane
from l2reg import Quadratic, Regularized, quadratic_trajectory, regularized_minimum

problem = Descent.problem
J = Quadratic(matrix(problem["eigenvalues"], problem["angle"]), problem["w_star"])


def draw(alpha=0.5, learning_rate=0.2, start_1=-1.8, start_2=2.2):
    """Draw both panels anew, which is what `interact` does at every move."""
    start = np.array([start_1, start_2])
    _, both = panels(2)
    for axes, penalty in zip(both, (0.0, alpha), strict=True):
        contours(plane(axes), Regularized(J, penalty).value)
        path = in_sight(quadratic_trajectory(J, start, learning_rate, problem["steps"], penalty))
        axes.plot(*path.T, "o-", color=COLOURS["descent"], markersize=3)
        axes.plot(*regularized_minimum(J.H, J.w_star, penalty), "D", color=COLOURS["regularized"])
    plt.show()


_ = interact(
    draw,
    alpha=FloatSlider(value=0.5, min=0, max=3, step=0.01, description="α"),
    learning_rate=FloatSlider(value=0.2, min=0.01, max=1.2, step=0.01, description="ε"),
    start_1=FloatSlider(value=-1.8, min=-2.8, max=2.8, description="w₀₁"),
    start_2=FloatSlider(value=2.2, min=-2.8, max=2.8, description="w₀₂"),
)
