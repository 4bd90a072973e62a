"""L2 regularization, step by step: what the book's notebooks derive, as a small library.

An argument that is not what its docstring asks for raises ``ValueError`` with its name, what was
given and what is accepted. A docstring names the errors that are not of this kind.
"""

from l2reg.checks import EquationError, check_equation
from l2reg.descent import (
    descend,
    gradient_step,
    largest_stable_learning_rate,
    quadratic_trajectory,
    regime,
    regularized_step,
    weight_decay_step,
)
from l2reg.gradient import numerical_gradient, numerical_hessian
from l2reg.objective import Objective, Quadratic, Regularized
from l2reg.optimizers import AdamState, adam_descend, adam_start, adam_step, adamw_step
from l2reg.penalty import l2_penalty, l2_penalty_gradient
from l2reg.regression import LeastSquares, LogisticLoss, ridge
from l2reg.solution import (
    condition_number,
    constraint_radius,
    multiplier_for_radius,
    projection_on_range,
    regularized_minimum,
)
from l2reg.spectrum import (
    Eigendecomposition,
    effective_parameters,
    eigendecomposition,
    regularization_path,
    shrinkage_factors,
)
from l2reg.taylor import TaylorModel, quadratic_approximation

__version__ = "0.1.0"

__all__ = [
    "AdamState", "Eigendecomposition", "EquationError", "LeastSquares", "LogisticLoss", "Objective",
    "Quadratic", "Regularized", "TaylorModel", "adam_descend", "adam_start", "adam_step",
    "adamw_step", "check_equation", "condition_number", "constraint_radius", "descend",
    "effective_parameters", "eigendecomposition", "gradient_step", "l2_penalty",
    "l2_penalty_gradient", "largest_stable_learning_rate", "multiplier_for_radius",
    "numerical_gradient", "numerical_hessian", "projection_on_range", "quadratic_approximation",
    "quadratic_trajectory", "regime", "regularization_path", "regularized_minimum",
    "regularized_step", "ridge", "shrinkage_factors", "weight_decay_step",
]  # fmt: skip
