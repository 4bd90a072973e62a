"""What the figures compute in the plane, on plain lists, as `livefig.translate` takes it.

A quadratic J is given by its ``eigenvalues`` and by the ``angle``, in radians, of its first
eigenvector: H = QΛQᵀ. The library ``l2reg`` computes the same with matrices, in any dimension; the
tests hold the two equal.
"""

import math

from livefig import ellipse

Vector = list[float]

#: A semi-axis longer than this is cut: a valley with a flat floor has no end.
LONGEST_AXIS = 60.0


def add(u: Vector, v: Vector) -> Vector:
    """Return u + v."""
    return [u[0] + v[0], u[1] + v[1]]


def subtract(u: Vector, v: Vector) -> Vector:
    """Return u − v."""
    return [u[0] - v[0], u[1] - v[1]]


def times(a: float, v: Vector) -> Vector:
    """Return av."""
    return [a * v[0], a * v[1]]


def dot(u: Vector, v: Vector) -> float:
    """Return uᵀv."""
    return u[0] * v[0] + u[1] * v[1]


def norm(v: Vector) -> float:
    """Return ‖v‖."""
    return math.hypot(v[0], v[1])


def rotate(v: Vector, angle: float) -> Vector:
    """Return Qv, which is v turned by an angle."""
    c, s = math.cos(angle), math.sin(angle)
    return [c * v[0] - s * v[1], s * v[0] + c * v[1]]


def multiply(eigenvalues: Vector, angle: float, v: Vector) -> Vector:
    """Return Hv."""
    a, b = rotate(v, -angle)
    return rotate([eigenvalues[0] * a, eigenvalues[1] * b], angle)


def quadratic(eigenvalues: Vector, angle: float, w_star: Vector, w: Vector) -> float:
    """Return J(w) − J(w*) = ½ (w − w*)ᵀ H (w − w*)."""
    away = subtract(w, w_star)
    return 0.5 * dot(away, multiply(eigenvalues, angle, away))


def penalty(w: Vector) -> float:
    """Return Ω(w) = ½‖w‖²."""
    return 0.5 * dot(w, w)


def shrinkage(eigenvalue: float, alpha: float) -> float:
    """Return λ/(λ+α), what is left of a component; a zero eigenvalue leaves nothing."""
    return eigenvalue / (eigenvalue + alpha) if eigenvalue > 0 else 0.0


def regularized_minimum(eigenvalues: Vector, angle: float, w_star: Vector, alpha: float) -> Vector:
    """Return w̃ = Q (Λ + αI)⁻¹ Λ Qᵀ w*; at α = 0, what is left of w* on the range of H."""
    factors = [shrinkage(eigenvalue, alpha) for eigenvalue in eigenvalues]
    return multiply(factors, angle, w_star)


def trajectory(
    eigenvalues: Vector,
    angle: float,
    w_star: Vector,
    w_0: Vector,
    learning_rate: float,
    steps: int,
    alpha: float,
) -> list[Vector]:
    """Return w_t = w̃ + Q (I − ε(Λ + αI))ᵗ Qᵀ (w₀ − w̃), for t = 0 … steps."""
    w_tilde = regularized_minimum(eigenvalues, angle, w_star, alpha)
    a, b = rotate(subtract(w_0, w_tilde), -angle)
    f, g = [1 - learning_rate * (eigenvalue + alpha) for eigenvalue in eigenvalues]
    return [add(w_tilde, rotate([a * f**t, b * g**t], angle)) for t in range(steps + 1)]


def in_sight(path: list[Vector]) -> list[Vector]:
    """Cut a diverging path at its first point that has left every picture."""
    for t in range(len(path)):
        if max(abs(path[t][0]), abs(path[t][1])) > 20.0:
            return path[: t + 1]
    return path


def regime(stiffness: float, learning_rate: float) -> str:
    """Say how descent behaves along the direction of largest curvature λ + α."""
    if learning_rate <= 1 / stiffness:
        return "monotone"
    return "oscillating" if learning_rate < 2 / stiffness else "divergent"


def contour(centre: Vector, eigenvalues: Vector, angle: float, level: float) -> dict[str, list]:
    """Return the ellipse where ½ (w − centre)ᵀ H (w − centre) equals ``level``.

    A zero eigenvalue gives a strip, cut off at `LONGEST_AXIS`.
    """
    radii = [
        min(math.sqrt(2 * level / max(eigenvalue, 1e-12)), LONGEST_AXIS)
        for eigenvalue in eigenvalues
    ]
    return ellipse(centre, radii, angle)


def circle(radius: float) -> dict[str, list]:
    """Return the circle of a radius around the origin, where Ω is constant."""
    return ellipse([0.0, 0.0], [radius, radius], 0.0)


def unrounded(v: Vector) -> Vector:
    """Write what rounding has left of a zero as 0; a reader would wonder at −4.9 × 10⁻³²."""
    return [0.0 if abs(value) < 1e-12 else value for value in v]


def log_spaced(count: int) -> Vector:
    """Return strengths α at equal ratios, from 10⁻³ to 10³."""
    return [10 ** (-3 + 6 * i / (count - 1)) for i in range(count)]
