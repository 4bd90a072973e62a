"""What the library accepts, said once: every failure is a ``ValueError`` naming the argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def tiny_is_zero(public: Any) -> Any:
    """Return a public function, or a class, to which what is too small for a float is 0.

    That is NumPy's own choice. A reader may have made another, ``np.seterr(all="raise")``, to find
    faults of their own; an underflow is none of the library's.
    """
    if isinstance(public, FunctionType):
        return np.errstate(under="ignore")(public)
    for name, part in list(vars(public).items()):
        if isinstance(part, FunctionType):
            setattr(public, name, tiny_is_zero(part))
        elif isinstance(part, property):
            setattr(public, name, property(tiny_is_zero(part.fget)))
    return public


class Immutable:
    """What is set once stays: a loss that changed under a trajectory would make both wrong."""

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(self, name):
            raise AttributeError(f"{type(self).__name__} cannot be changed: make a new one")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make a new one")


def shown(value: Any) -> str:
    """Return what was given, for a message: cut where it is long, and never an error of its own."""
    try:
        text = repr(value)
    except Exception:  # an integer of more than 4300 digits has no repr, for one
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= 200 else f"{text[:150]} … {text[-40:]}"


def real_array(name: str, value: ArrayLike, accepted: str) -> np.ndarray:
    """Return a new float array of finite numbers, or raise ``ValueError`` naming the argument."""
    try:
        array = np.asarray(value)
    except Exception as error:  # ragged rows; or what another library's tensor refuses with
        raise ValueError(f"{name} must be {accepted}, not {shown(value)}") from error
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be {accepted}, not {shown(value)}")
    if np.ma.is_masked(value):
        raise ValueError(f"{name} must be {accepted}: none masked, not {shown(value)}")
    with np.errstate(over="ignore"):  # a wider float than ours may become infinite
        array = np.array(array, dtype=float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be {accepted}: all finite, not {shown(value)}")
    return array


def vector(name: str, value: ArrayLike, dimension: int | None = None) -> np.ndarray:
    """Return weights of shape (..., d), d ≥ 1; with ``dimension`` given, d must equal it."""
    wanted = "d" if dimension is None else str(dimension)
    accepted = f"an array of finite real numbers of shape (..., {wanted})"
    array = real_array(name, value, accepted)
    if array.ndim < 1 or array.shape[-1] < 1:
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    if dimension is not None and array.shape[-1] != dimension:
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    return array


def single_vector(name: str, value: ArrayLike, dimension: int | None = None) -> np.ndarray:
    """Return one vector of shape (d,)."""
    array = vector(name, value, dimension)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one vector of shape (d,), not of shape {array.shape}")
    return array


def _above(name: str, value: ArrayLike, accepted: str, *, zero: bool, many: bool) -> np.ndarray:
    array = real_array(name, value, accepted)
    if array.ndim and not (many and array.ndim == 1 and array.size):
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    if not ((array >= 0) if zero else (array > 0)).all():
        raise ValueError(f"{name} must be {accepted}, not {shown(value)}")
    return array


def non_negative(name: str, value: ArrayLike, *, many: bool = False) -> np.ndarray:
    """Return one finite number ≥ 0, or with ``many`` a vector of them; shape () or (k,)."""
    accepted = "one or many finite numbers >= 0" if many else "a finite number >= 0"
    return _above(name, value, accepted, zero=True, many=many)


def positive(name: str, value: ArrayLike) -> float:
    """Return one finite number > 0."""
    return float(_above(name, value, "a finite number > 0", zero=False, many=False))


_MOST = 100_000_000  # more points of a path do not fit into a reader's memory


def count(name: str, value: int) -> int:
    """Return a whole number ≥ 0, of things that are kept one by one."""
    no_count = bool | np.bool_ | np.timedelta64  # though Python and NumPy call them integers
    if isinstance(value, no_count) or not isinstance(value, int | np.integer) or value < 0:
        raise ValueError(f"{name} must be a whole number >= 0, not {shown(value)}")
    if value > _MOST:
        raise ValueError(f"{name} must be a whole number of at most {_MOST:,}, not {shown(value)}")
    return int(value)


_HESSIAN = "a symmetric positive semi-definite matrix of shape (d, d)"
_ROUNDING = 1e-10  # forgiven in a Hessian, times its largest entry


def hessian(name: str, value: ArrayLike) -> np.ndarray:
    """Return a symmetric positive semi-definite matrix of shape (d, d), exactly symmetric."""
    matrix = symmetric(name, value)
    semidefinite(name, matrix, np.linalg.eigvalsh(matrix))
    return matrix


def symmetric(name: str, value: ArrayLike) -> np.ndarray:
    """Return a symmetric matrix: the half of `hessian` that needs no eigenvalues."""
    matrix = real_array(name, value, _HESSIAN)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape[0] < 1:
        raise ValueError(f"{name} must be {_HESSIAN}, not of shape {matrix.shape}")
    if (matrix == matrix.T).all():
        return matrix
    with np.errstate(over="ignore"):
        asymmetry = np.abs(matrix - matrix.T).max()
    if asymmetry > _ROUNDING * np.abs(matrix).max():
        raise ValueError(f"{name} must be {_HESSIAN}; it is not symmetric, by {asymmetry:.3g}")
    return matrix / 2 + matrix.T / 2


def semidefinite(name: str, matrix: np.ndarray, eigenvalues: np.ndarray) -> None:
    """Raise unless the eigenvalues of a symmetric matrix are all ≥ 0, up to rounding."""
    if not np.isfinite(eigenvalues).all():
        raise ValueError(f"{name} must be {_HESSIAN}; its largest eigenvalue overflows")
    lowest = eigenvalues.min()
    if lowest < 0 and lowest < -_ROUNDING * len(matrix) * np.abs(matrix).max():
        raise ValueError(f"{name} must be {_HESSIAN}; it has the eigenvalue {lowest:.3g}")


#: A function whose result may leave what a float holds, without a word; who calls it looks.
silent = np.errstate(over="ignore", invalid="ignore")


@contextmanager
def no_overflow(name: str) -> Iterator[None]:
    """Raise ``ValueError`` naming the argument too large for a float to carry."""
    try:
        with np.errstate(over="raise", invalid="raise"):
            yield
    except FloatingPointError as error:
        raise ValueError(f"{name} must be small enough for a float: {error}") from error


def objective(name: str, value: Any, *methods: str) -> None:
    """Raise unless ``value`` has the methods of an objective that are about to be called."""
    for method in methods:
        if not callable(getattr(value, method, None)):
            raise ValueError(f"{name} must be an objective with {method}(w), not {shown(value)}")


def gradient_at(objective: Any, name: str, w: np.ndarray, *, finite: bool = True) -> np.ndarray:
    """Return ∇J at the weights that the caller knows as ``name``, of their shape.

    Where descent may have left what a float holds, ``finite=False`` lets the gradient do so too.
    """
    try:
        # A copy: an objective that writes to its argument must not move the caller's weights.
        gradient = np.asarray(silent(objective.gradient)(w.copy()))
    except (TypeError, ValueError) as error:  # TypeError: a class given for its instance, for one
        raise ValueError(f"{name} must suit objective: {error}") from error
    if gradient.shape != w.shape:
        raise ValueError(
            f"objective must return a gradient of the shape of w, {w.shape}, not {gradient.shape}"
        )
    if gradient.dtype.kind not in "iuf" or (finite and not np.isfinite(gradient).all()):
        raise ValueError(
            f"objective must return a gradient of finite real numbers at {name}, "
            f"not {shown(gradient)}"
        )
    return gradient


def step_arguments(
    value: Any, w: ArrayLike, alpha: float, learning_rate: float, name: str = "w"
) -> tuple[np.ndarray, float, float]:
    """Return w, α and ε of a step on an objective, which is to have a gradient."""
    objective("objective", value, "gradient")
    return (
        vector(name, w),
        float(non_negative("alpha", alpha)),
        positive("learning_rate", learning_rate),
    )
