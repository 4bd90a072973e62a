"""What the library accepts, said once: every failure is a ``ValueError`` naming the argument.

`accepts` stands above each public function, and hands its body arrays and floats to compute with.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

F = TypeVar("F", bound=Callable)

#: A function whose result may leave what a float holds, without a word; who calls it looks.
silent = np.errstate(over="ignore", invalid="ignore")


def accepts(*, overflow: str = "", finite: str = "", **accepted: Any) -> Callable[[F], F]:
    """Validate the arguments named, in this order, and hand the function what was made of them.

    ``accepted`` gives for each the check that makes an array or a float of it, or raises; or a
    pair, the check and the argument that it must fit, such as ``"self.H"``. ``overflow`` names the
    argument to blame when a number on the way leaves what a float holds, ``finite`` the one to
    blame when the result does. ``inspect.unwrap`` gives the function without all this.

    To every public function, what is too small for a float is 0. That is NumPy's own choice; a
    reader may have made another, ``np.seterr(all="raise")``, to find faults of their own.
    """

    def decorate(function: F) -> F:
        signature = inspect.signature(function)
        body = no_overflow(overflow)(function) if overflow else function
        body = silent(function) if finite else body

        @np.errstate(under="ignore")
        @wraps(function)
        def public(*args: Any, **kwargs: Any) -> Any:
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # raises too, in Python's usual words
            bound.apply_defaults()
            given = bound.arguments
            for name, check in accepted.items():
                check, *others = check if isinstance(check, tuple) else (check,)
                like = [attrgetter(other)(SimpleNamespace(**given)) for other in others]
                given[name] = check(name, given[name], *like)
            result = body(*bound.args, **bound.kwargs)
            if finite:
                keeps_finite(result, finite, given[finite])
            return result

        return public

    return decorate


@contextmanager
def no_overflow(name: str) -> Iterator[None]:
    """Raise ``ValueError`` naming the argument too large for a float to carry."""
    try:
        with np.errstate(over="raise", invalid="raise"):
            yield
    except FloatingPointError as error:
        raise ValueError(f"{name} must be small enough for a float: {error}") from error


def keeps_finite(w: np.ndarray, name: str, value: float) -> None:
    """Raise unless the weights after a step are finite, blaming the argument named."""
    if not np.isfinite(w).all():
        raise ValueError(f"{name} must be small enough to keep w finite, not {value:.3g}")


class Immutable:
    """What is set once stays: a loss that changed under a trajectory would make both wrong."""

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(self, name):
            raise AttributeError(f"{type(self).__name__} cannot be changed: make a new one")
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        super().__setattr__(name, value)

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():  # so that the arrays of a copy cannot be written either
            setattr(self, name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make a new one")


def shown(value: Any) -> str:
    """Return what was given, for a message: cut where it is long, and never an error of its own."""
    try:
        text = repr(value)
    except Exception:  # an integer of more than 4300 digits has no repr, for one
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= 200 else f"{text[:150]} … {text[-40:]}"


REAL = "an array of finite real numbers"


def real_array(name: str, value: ArrayLike, accepted: str = REAL) -> np.ndarray:
    """Return a new float array of finite numbers."""
    try:
        array = np.asarray(value)
        if array.dtype == object and all(type(part) is int for part in array.flat):
            array = array.astype(float)  # whole numbers of 2⁶⁴ and more
    except Exception as error:  # ragged rows; or what another library's tensor refuses with
        raise ValueError(f"{name} must be {accepted}, not {shown(value)}") from error
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be {accepted}, not {shown(value)}")
    if masked(value):
        raise ValueError(f"{name} must be {accepted}: none masked, not {shown(value)}")
    with np.errstate(over="ignore", under="ignore"):  # a wider float than ours may become ∞, or 0
        array = np.array(array, dtype=float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be {accepted}: all finite, not {shown(value)}")
    return array


def masked(value: Any) -> bool:
    """Say whether an array has a hole, or a list of arrays has one."""
    if isinstance(value, list | tuple):
        return any(map(masked, value))
    return np.ma.is_masked(value)


def vector(name: str, value: ArrayLike, like: np.ndarray | None = None) -> np.ndarray:
    """Return weights of shape (..., d), d ≥ 1, as long as the rows of ``like``."""
    wanted = "d" if like is None else like.shape[-1]
    accepted = f"{REAL} of shape (..., {wanted})"
    array = real_array(name, value, accepted)
    if array.ndim < 1 or array.shape[-1] < 1 or wanted not in ("d", array.shape[-1]):
        raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
    return array


def single_vector(name: str, value: ArrayLike, like: np.ndarray | None = None) -> np.ndarray:
    """Return one vector of shape (d,)."""
    array = vector(name, value, like)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one vector of shape (d,), not of shape {array.shape}")
    return array


def spectrum(name: str, value: ArrayLike) -> np.ndarray:
    """Return eigenvalues of shape (d,), each ≥ 0."""
    eigenvalues = single_vector(name, value)
    if (eigenvalues < 0).any():
        raise ValueError(f"{name} must be >= 0, not {eigenvalues.min():.3g}")
    return eigenvalues


def table(name: str, value: ArrayLike) -> np.ndarray:
    """Return a table of examples, shape (n, d)."""
    X = real_array(name, value, "a matrix of finite numbers of shape (n, d)")
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(f"{name} must be a matrix of shape (n, d), not of shape {X.shape}")
    return X


def classes(name: str, value: ArrayLike, like: np.ndarray) -> np.ndarray:
    """Return classes, each 0 or 1, shape (n,)."""
    y = single_vector(name, value, like)
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError(f"{name} must hold classes, each 0 or 1, not {np.unique(y)}")
    return y


_HESSIAN = "a symmetric positive semi-definite matrix of shape (d, d)"
_ROUNDING = 1e-10  # forgiven in a Hessian, times its largest entry


def symmetric(name: str, value: ArrayLike) -> np.ndarray:
    """Return an exactly symmetric matrix: the half of a Hessian that needs no eigenvalues."""
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


def hessian(name: str, value: ArrayLike) -> np.ndarray:
    """Return a symmetric positive semi-definite matrix of shape (d, d)."""
    matrix = symmetric(name, value)
    semidefinite(name, matrix, np.linalg.eigvalsh(matrix))
    return matrix


def numbers(accepted: str, suits: Callable[[np.ndarray], Any], ndim: int = 0) -> Callable:
    """Return a check of one number; or with ``ndim`` 1, of one or of a vector of them."""

    def check(name: str, value: ArrayLike) -> Any:
        array = real_array(name, value, accepted)
        if array.ndim > ndim or not array.size:
            raise ValueError(f"{name} must be {accepted}, not of shape {array.shape}")
        if not np.all(suits(array)):
            raise ValueError(f"{name} must be {accepted}, not {shown(value)}")
        return array if ndim else float(array)

    return check


number = numbers("a finite number", np.isfinite)
non_negative = numbers("a finite number >= 0", lambda x: x >= 0)
positive = numbers("a finite number > 0", lambda x: x > 0)
one_or_many = numbers("one or many finite numbers >= 0", lambda x: x >= 0, ndim=1)


def many(name: str, value: ArrayLike) -> np.ndarray:
    """Return numbers ≥ 0 of shape (k,)."""
    array = one_or_many(name, value)
    if array.ndim == 0:
        raise ValueError(f"{name} must be a vector of shape (k,), not {array}")
    return array


def fraction(name: str, value: ArrayLike) -> float:
    """Return one number in [0, 1)."""
    if (given := non_negative(name, value)) >= 1:
        raise ValueError(f"{name} must be a number in [0, 1), not {shown(value)}")
    return given


_MOST = 100_000_000  # more points of a path do not fit into a reader's memory


def count(name: str, value: int) -> int:
    """Return a whole number ≥ 0, of things that are kept one by one."""
    no_count = bool | np.bool_ | np.timedelta64  # though Python and NumPy call them integers
    if isinstance(value, no_count) or not isinstance(value, int | np.integer) or value < 0:
        raise ValueError(f"{name} must be a whole number >= 0, not {shown(value)}")
    if value > _MOST:
        raise ValueError(f"{name} must be a whole number of at most {_MOST:,}, not {shown(value)}")
    return int(value)


def step_numbers(name: str, value: Any) -> np.ndarray:
    """Return the numbers of the steps wanted, shape (k,): for one number, all up to it."""
    if np.isscalar(value):
        return np.arange(count(name, value) + 1)
    steps = real_array(name, value, "whole numbers >= 0 of shape (k,)")
    if steps.ndim != 1 or (steps < 0).any() or (steps % 1 != 0).any():
        raise ValueError(f"{name} must be whole numbers >= 0 of shape (k,), not {shown(value)}")
    return steps


def that_is(accepted: str, suits: Callable[[Any], bool]) -> Callable[[str, Any], Any]:
    """Return a check of anything else, which is left as it is."""

    def check(name: str, value: Any) -> Any:
        if not suits(value):
            raise ValueError(f"{name} must be {accepted}, not {shown(value)}")
        return value

    return check


def step_size(name: str, value: ArrayLike | None) -> float | None:
    """Return one number > 0, or None, which leaves the choice to the function."""
    return None if value is None else positive(name, value)


truth = that_is("True or False", lambda given: isinstance(given, bool | np.bool_))


def function_of_w(name: str, value: Any, like: np.ndarray | None = None) -> Callable:
    """Return a function that raises unless its result is finite, and one number or like w."""
    shape = () if like is None else like.shape
    accepted = f"a function of w that returns finite numbers of shape {shape}"
    function = that_is(accepted, callable)(name, value)

    def evaluated(w: np.ndarray) -> np.ndarray:
        result = real_array(name, function(w), accepted)
        if result.shape != shape:
            raise ValueError(f"{name} must be {accepted}, not of shape {result.shape}")
        return result

    return evaluated


def objective(name: str, value: Any, methods: str = "value gradient hessian") -> Any:
    """Return an objective, which has these methods."""
    for method in methods.split():
        if not callable(getattr(value, method, None)):
            raise ValueError(f"{name} must be an objective with {method}(w), not {shown(value)}")
    return value


class Watched(NamedTuple):
    """An objective whose results must suit the weights named ``at``, and usually be finite."""

    objective: Any
    at: str = "w"
    finite: bool = True

    def value(self, w: np.ndarray) -> np.ndarray:
        """Return J(w), shape (...,)."""
        return self._result("value", w, w.shape[:-1])

    def gradient(self, w: np.ndarray) -> np.ndarray:
        """Return ∇J(w), shape (..., d)."""
        return self._result("gradient", w, w.shape)

    def hessian(self, w: np.ndarray) -> np.ndarray:
        """Return the matrix of second derivatives at w, shape (..., d, d)."""
        return self._result("hessian", w, (*w.shape, w.shape[-1]))

    def _result(self, method: str, w: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        try:
            # A copy: an objective that writes to its argument must not move the caller's weights.
            result = np.asarray(silent(getattr(self.objective, method))(w.copy()))
        except (TypeError, ValueError) as error:  # TypeError: a class given for its instance, say
            raise ValueError(f"{self.at} must suit objective: {error}") from error
        must = f"objective must return a {method} of"
        if result.shape != shape:
            raise ValueError(f"{must} shape {shape} at {self.at}, not {result.shape}")
        if result.dtype.kind not in "iuf" or (self.finite and not np.isfinite(result).all()):
            raise ValueError(f"{must} finite real numbers at {self.at}, not {shown(result)}")
        return result


def differentiable(name: str, value: Any) -> Watched:
    """Return an objective with its gradient watched."""
    return Watched(objective(name, value, "gradient"))
