"""What each live figure shows, computed a second time: in NumPy, through the library ``l2reg``.

The function of a figure's name takes the values of its parameters and its ``problem``, and returns
what its ``update`` must return. Nothing here calls an ``update`` or the helpers it is made of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

import l2reg

Values = Mapping[str, Any]
minimum, norm = l2reg.regularized_minimum, np.linalg.norm
ORIGIN = [0.0, 0.0]


def rotation(angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s], [s, c]])


def hessian(eigenvalues: Any, angle: float) -> np.ndarray:
    return rotation(angle) * np.asarray(eigenvalues) @ rotation(angle).T


def ellipse(centre: Any, eigenvalues: Any, angle: float, level: float) -> dict[str, Any]:
    radii = np.minimum(np.sqrt(2 * level / np.maximum(eigenvalues, 1e-12)), 60.0)
    return {"centre": centre, "ends": np.asarray(centre) + radii[:, None] * rotation(angle).T}


def ellipses(centre: Any, eigenvalues: Any, angle: float, levels: Any) -> list[dict[str, Any]]:
    return [ellipse(centre, eigenvalues, angle, level) for level in levels]


def circle(w: Any) -> dict[str, Any]:
    return ellipse(ORIGIN, [1.0, 1.0], 0.0, l2reg.l2_penalty(w))


def arrow(tail: Any, vector: Any, width: float = 0.045) -> np.ndarray:
    tail, vector = np.asarray(tail, float), np.asarray(vector, float)
    length = norm(vector)
    along = vector / length if length > 0 else np.zeros(2)
    head = min(6 * width, length)
    neck = tail + (length - head) * along
    half = 0.5 * width * np.array([-along[1], along[0]])
    wing = 4.4 * half * min(1.0, head / (6 * width))
    above = np.array([tail + half, neck + half, neck + wing])
    below = np.array([neck - wing, neck - half, tail - half])
    return np.concatenate([above, [tail + vector], below])


def cut(path: np.ndarray, limit: float) -> np.ndarray:
    outside = np.flatnonzero(np.abs(path).max(axis=-1) > limit)
    return path[: outside[0] + 1] if outside.size else path


def egg(loss: Any, w_star: np.ndarray, distance: float, problem: Values) -> np.ndarray:
    turns = np.linspace(0.0, 2 * np.pi, problem["rays"] + 1)
    shape = ellipse(ORIGIN, problem["eigenvalues"], problem["angle"], problem["height"])
    bowl = np.c_[np.cos(turns), np.sin(turns)] @ shape["ends"] * distance
    stretch, wanted = np.ones(len(bowl)), loss.value(w_star) + problem["height"] * distance**2
    for _ in range(problem["newton"]):
        w = w_star + stretch[:, None] * bowl
        slope = np.sum(loss.gradient(w) * bowl, axis=1)
        stretch = stretch - (loss.value(w) - wanted) / slope
    contour = stretch[:, None] * bowl
    assert abs(loss.value(w_star + contour) - wanted).max() < 0.01 * wanted
    return contour / distance


def spring(start: float, end: float, stiffness: float, problem: Values) -> np.ndarray:
    turns, height = problem["turns"], problem["height"]
    x, y = np.linspace(start, end, turns + 2), np.zeros(turns + 2)
    y[1:-1:2], y[2:-1:2] = height, -height
    half = problem["thin"] + problem["thick"] * np.sqrt(stiffness)
    half *= np.hypot(1.0, 2 * height / max(abs(x[1] - x[0]), 1e-3))
    half = min(half, 0.6 * height)
    return np.r_[np.c_[x, y + half], np.c_[x, y - half][::-1]]


def tidy(vector: np.ndarray) -> np.ndarray:
    return np.where(np.abs(vector) < 1e-12, 0.0, vector)


def at(point: Any, *artists: str) -> dict[str, Any]:
    return {artist: [point] for artist in artists}


def result(artists: Values, readouts: Values, statuses: Any = None, **landmarks: Any) -> Values:
    found = {"artists": artists, "readouts": readouts}
    found |= {"landmarks": landmarks} if landmarks else {}
    return found if statuses is None else found | {"statuses": statuses}


def adam(values: Values, problem: Values) -> Values:
    alpha, rate, steps = values["alpha"], values["learning_rate"], problem["steps"]
    start, w_star = [values["start_1"], values["start_2"]], np.array(problem["w_star"])
    eigenvalues = np.array([problem["eigenvalue_1"], values["eigenvalue_2"]])
    objective = l2reg.Quadratic(np.diag(eigenvalues), w_star)
    w_tilde = minimum(objective.H, w_star, alpha)
    settings = {"alpha": alpha} | {name: problem[name] for name in ("beta_1", "beta_2", "delta")}
    artists, readouts = at(w_tilde, "w_tilde", "w_tilde_label"), {"w_tilde": w_tilde}
    for side, centre, pull in (("decoupled", w_star, 0.0), ("penalty", w_tilde, alpha)):
        path = l2reg.adam_descend(
            objective, start, rate, steps, decoupled=side == "decoupled", **settings
        )
        artists |= {f"{side}_path": path, f"{side}_points": path}
        artists |= at(start, f"{side}_start") | at(path[-1], f"{side}_end")
        contours = ellipses(centre, eigenvalues + pull, 0.0, problem["levels"])
        artists[f"{side}_contours"] = contours
        readouts[f"{side}_end"] = path[-1]
    # v of Adam's last step, as the sum over all gradients that its recursion is.
    gradients = l2reg.Regularized(objective, alpha).gradient(path[:-1])
    weights = problem["beta_2"] ** np.arange(steps - 1, -1, -1)
    root = np.sqrt(weights @ gradients**2 / weights.sum()) + problem["delta"]
    readouts |= {"penalty_share": rate * alpha / root, "decoupled_share": rate * alpha}
    rise = eigenvalues[1] - eigenvalues[0]
    ratio = root[0] / root[1] if rise < problem["repeated"] else root[1] / root[0]
    said = ["equal" if abs(rise) < problem["repeated"] else "uneven", {"ratio": ratio}]
    statuses = [said] if alpha > 0 else [["same", {}]]
    return result(artists, readouts, statuses, eigenvalue_2=[problem["eigenvalue_1"]])


def descent(values: Values, problem: Values) -> Values:
    alpha, rate, steps = values["alpha"], values["learning_rate"], problem["steps"]
    start, w_star = [values["start_1"], values["start_2"]], problem["w_star"]
    eigenvalues, angle = problem["eigenvalues"], problem["angle"]
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), w_star)
    w_tilde = minimum(objective.H, w_star, alpha)
    artists, readouts = at(w_tilde, "w_tilde", "w_tilde_label"), {"w_tilde": w_tilde}
    contours = ellipses(w_tilde, np.add(eigenvalues, alpha), angle, problem["levels"])
    artists["contours"], statuses = contours, []
    for side, penalty in (("plain", 0.0), ("decay", alpha)):
        path = l2reg.quadratic_trajectory(objective, start, rate, steps, penalty)
        artists |= {f"{side}_path": cut(path, 20.0), f"{side}_points": cut(path, 20.0)}
        artists |= at(start, f"{side}_start")
        readouts[f"{side}_norm"] = norm(path[-1])
        H = np.diag(eigenvalues)  # in its own axes: no rounding moves a limit
        limit = l2reg.largest_stable_learning_rate(H, penalty)
        said = {"half": limit / 2, "limit": limit}
        statuses.append([f"{side}_{l2reg.regime(H, penalty, rate)}", said])
    return result(artists, readouts, statuses, learning_rate=[limit / 2, limit])


def filters(values: Values, problem: Values) -> Values:
    alpha, steps, rate = values["alpha"], values["steps"], problem["learning_rate"]
    Q, w_star = rotation(problem["angle"]), problem["w_star"]
    eigenvalues, places = problem["eigenvalues"], 10 ** (-3 + np.arange(121) / 30)
    stopping = 1 - np.maximum(0.0, 1 - rate * np.r_[places, eigenvalues]) ** steps
    kept, stopped = l2reg.shrinkage_factors(places, alpha), stopping[:-2]
    gaps = np.abs(stopped - kept)
    i = gaps.argmax()
    w_tilde = minimum(hessian(eigenvalues, problem["angle"]), w_star, alpha)
    w_stopped = Q @ (stopping[-2:] * (Q.T @ w_star))
    artists = at(w_tilde, "w_tilde", "w_tilde_label")
    artists |= at(w_stopped, "w_stopped", "w_stopped_label")
    artists |= {"penalty_curve": np.c_[places, kept], "stopping_curve": np.c_[places, stopped]}
    artists["gap"] = [[places[i], kept[i]], [places[i], stopped[i]]]
    readouts = {"gap": gaps.max(), "gap_at": places[i], "w_tilde": w_tilde, "w_stopped": w_stopped}
    match = 1 / (rate * alpha)
    excess = steps / match - 1
    said = "agree" if abs(excess) < problem["agree"] else "more" if excess > 0 else "fewer"
    landmarks = {"alpha": [1 / (rate * steps)], "steps": [match]}
    return result(artists, readouts, [[said, {"match": match}]], **landmarks)


def geometry(values: Values, problem: Values) -> Values:
    alpha, angle, scale = values["alpha"], math.radians(values["angle"]), problem["arrow_scale"]
    eigenvalues = [values["eigenvalue_1"], values["eigenvalue_2"]]
    w_star = np.array([values["w_star_1"], values["w_star_2"]])
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), w_star)
    alphas = np.r_[0.0, np.geomspace(1e-3, 1e3, 61)]
    w_tilde, path = minimum(objective.H, w_star, alpha), minimum(objective.H, w_star, alphas)
    gradient = objective.gradient(w_tilde)
    radius, length = norm(tidy(w_tilde)), norm(w_star)
    tiny = radius < problem["tiny"]
    square = rotation(math.pi / 2) @ w_tilde
    along = np.zeros(2) if tiny else problem["tangent"] * square / radius
    artists = at(w_star, "w_star", "w_star_label") | at(w_tilde, "w_tilde", "w_tilde_label")
    artists |= at([alpha, radius], "at") | at([100.0, length], "start_label")
    artists |= {
        **dict.fromkeys(("ball", "circle"), circle(w_tilde)),
        "contours": ellipses(w_star, eigenvalues, angle, problem["levels"]),
        "contour": ellipse(w_star, eigenvalues, angle, objective.value(w_tilde)),
        "tangent": [w_tilde - along, w_tilde + along],
        "path": [*path, ORIGIN],
        "gradient_J": arrow(w_tilde, scale * gradient),
        "gradient_penalty": arrow(w_tilde, scale * alpha * w_tilde),
        "start": [[0.01, length], [100.0, length]],
        "drop": [[0.01, radius], [alpha, radius], [alpha, 0.0]],
        "radius": np.c_[alphas, norm(path, axis=-1)][1:],
    }
    readouts = {"w_tilde": tidy(w_tilde), "radius": radius, "pull_norm": alpha * radius}
    readouts["gradient_norm"] = norm(tidy(gradient))
    readouts["factors"] = l2reg.shrinkage_factors(eigenvalues, alpha)
    statuses = [["near_origin", {"size": radius}] if tiny else ["touch", {}]]
    statuses = [["origin", {}]] if radius == 0 else statuses
    if not any(eigenvalues):
        statuses.append(["flat", {}])
    elif not all(eigenvalues):
        statuses.append(["valley", {}])
    elif abs(np.subtract(*eigenvalues)) < problem["repeated"]:
        statuses.append(["straight", {}])
    landmarks = {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalues[0]]}
    return result(artists, readouts, statuses, **landmarks)


def gradient(values: Values, problem: Values) -> Values:
    alpha, w = values["alpha"], np.array([values["w_1"], values["w_2"]])
    eigenvalues, angle, w_star = (problem[key] for key in ("eigenvalues", "angle", "w_star"))
    objective, scale = l2reg.Quadratic(hessian(eigenvalues, angle), w_star), problem["arrow_scale"]
    regularized, w_tilde = l2reg.Regularized(objective, alpha), minimum(objective.H, w_star, alpha)
    of_J, of_penalty, total = objective.gradient(w), alpha * w, regularized.gradient(w)
    above = max(0.0, float(regularized.value(w) - regularized.value(w_tilde)))
    shift = [problem["aside"] if w[0] > w_tilde[0] + 1e-9 else 0.0, 0.0]
    artists = at(w, "w_forces", "w_sum") | at(w_tilde, "w_tilde")
    artists |= at(w_tilde - shift, "w_tilde_label")
    artists |= {
        "contour_J": ellipse(w_star, eigenvalues, angle, objective.value(w)),
        "contour_penalty": circle(w),
        "contour_regularized": ellipse(w_tilde, np.add(eigenvalues, alpha), angle, above),
        "sides": w - scale * np.array([of_J, total, of_penalty]),
        "pull_J": arrow(w, -scale * of_J),
        "pull_penalty": arrow(w, -scale * of_penalty),
        **dict.fromkeys(("pull_sum", "pull"), arrow(w, -scale * total)),
    }
    readouts = {"gradient_J": of_J, "gradient_penalty": of_penalty, "gradient_regularized": total}
    said = "rest" if norm(total) < problem["rest"] else "pulled"
    return result(artists, readouts, [[said, {"size": norm(total)}]])


def penalty(values: Values, problem: Values) -> Values:
    alpha, w = values["alpha"], np.array([values["w_1"], values["w_2"]])
    eigenvalues, angle, levels = (problem[key] for key in ("eigenvalues", "angle", "levels"))
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), problem["w_star"])
    regularized = l2reg.Regularized(objective, alpha)
    w_tilde = minimum(objective.H, problem["w_star"], alpha)
    above = np.subtract(levels, regularized.value(w_tilde))
    contours = ellipses(w_tilde, np.add(eigenvalues, alpha), angle, above[above > 0])
    artists = at(w, "w_objective", "w_penalty", "w_regularized")
    artists |= at(w_tilde, "w_tilde", "w_tilde_label") | {"contours_regularized": contours}
    artists["contours_penalty"] = ellipses(ORIGIN, [alpha, alpha], 0.0, levels)
    readouts = {"J": objective.value(w), "penalty": alpha * l2reg.l2_penalty(w), "w_tilde": w_tilde}
    return result(artists, readouts | {"J_regularized": regularized.value(w)})


def phase_map(values: Values, problem: Values) -> Values:
    alpha, rate, H = values["alpha"], values["learning_rate"], [[problem["eigenvalue"]]]
    limit, t = l2reg.largest_stable_learning_rate(H, alpha), np.arange(problem["steps"] + 1)
    factor = 1 - rate * (problem["eigenvalue"] + alpha)
    powers = cut((factor**t)[:, None], problem["ceiling"])[:, 0]
    component = np.c_[t[: len(powers)], powers]
    artists = at([rate, alpha], "setting")
    artists |= {"component": component, "component_points": component}
    statuses = [[l2reg.regime(H, alpha, rate), {"limit": limit}]]
    readouts = {"factor": factor, "limit": limit}
    return result(artists, readouts, statuses, learning_rate=[limit / 2, limit])


def quadratic_approximation(values: Values, problem: Values) -> Values:
    distance, w_star = values["distance"], np.array(problem["w_star"])
    v = rotation(math.radians(values["direction"]))[:, 0]
    loss = l2reg.LogisticLoss(problem["X"], problem["y"])
    model, w = l2reg.quadratic_approximation(loss, w_star), w_star + distance * v
    J, approximation = loss.value(w), model.value(w)
    along, up_to = np.linspace(-3.0, 3.0, 61), np.linspace(0.0, distance, 13)
    line, part = w_star + along[:, None] * v, w_star + up_to[:, None] * v
    artists = at([distance, J], "at_J") | at([distance, approximation], "at_approximation")
    artists |= {
        "J": np.c_[along, loss.value(line)],
        "approximation": np.c_[along, model.value(line)],
        "gap": [[distance, J], [distance, approximation]],
        "between": [*np.c_[up_to, loss.value(part)], *np.c_[up_to, model.value(part)][::-1]],
        "direction": arrow(ORIGIN, v, 0.035),
        "egg": egg(loss, w_star, distance, problem),
    }
    # φ‴(0) = Σ σ''(xᵢᵀw*) (xᵢᵀv)³, with σ'' = σ(1−σ)(1−2σ).
    sigma = 1 / (1 + np.exp(-loss.X @ w_star))
    third = np.sum(sigma * (1 - sigma) * (1 - 2 * sigma) * (loss.X @ v) ** 3) / 6
    error = J - approximation
    readouts = {"J": J, "approximation": approximation, "error": error, "third": third}
    readouts["ratio"] = error / distance**3
    statuses = [["above" if error > 0 else "below", {"size": abs(error)}]]
    statuses += [["no_third", {}]] * bool(abs(third) < problem["small"])
    return result(artists, readouts, statuses, direction=problem["no_third"])


def regularized_minimum(values: Values, problem: Values) -> Values:
    alpha, singular, angle = values["alpha"], values["singular"], problem["angle"]
    eigenvalues = [values["eigenvalue_1"], 0.0 if singular else values["eigenvalue_2"]]
    w_star, H = np.array([values["w_star_1"], values["w_star_2"]]), hessian(eigenvalues, angle)
    alphas, far, floor = np.r_[np.geomspace(1e-3, 1e3, 81), alpha], problem["far"], problem["floor"]
    limit, *path, w_tilde = minimum(H, w_star, np.r_[0.0, alphas])
    path, pull = np.array([*path, w_tilde]), H @ w_star
    condition = l2reg.condition_number(np.diag(eigenvalues), alpha)
    weak, strong = norm(w_tilde - limit), norm(w_tilde - pull / alpha)
    flat = far * rotation(angle)[:, 1]
    artists = at(w_star, "w_star", "w_star_label") | at(w_tilde, "w_tilde", "w_tilde_label")
    artists |= at(limit, "limit") | at(pull / alpha, "strong")
    artists |= {
        "contours": ellipses(w_star, eigenvalues, angle, problem["levels"]),
        "valley": [w_star - flat, w_star + flat] if singular else [],
        "ray": [ORIGIN, far * pull / norm(pull) if pull.any() else ORIGIN],
        "path": [limit, *path[:-1], ORIGIN],
    }
    readouts = {"w_tilde": w_tilde, "norm": norm(w_tilde), "distance": norm(w_tilde - w_star)}
    readouts["condition_number"] = condition
    statuses = [["singular", {"gap": norm(w_star - limit)}] if singular else ["definite", {}]]
    if norm(limit) < floor:
        statuses.append(["origin", {}])
    elif alpha >= problem["strong"] * max(eigenvalues):
        statuses.append(["strong", {"error": strong}])
    elif alpha * problem["strong"] <= min(value for value in eigenvalues if value > 0):
        said = {"error": weak, "condition": condition} if singular else {"error": weak}
        statuses.append(["weak_singular" if singular else "weak", said])
    return result(artists, readouts, statuses, alpha=eigenvalues)


def ridge_path(values: Values, problem: Values) -> Values:
    alpha, data = values["alpha"], problem["few" if values["few"] else "all"]
    eigenvalues, best = np.array(data["eigenvalues"]), data["best"]
    numerators, (places, p, q) = np.array(data["numerators"]), np.transpose(data["terms"])
    alphas = np.r_[np.logspace(-2.0, 5.0, 71), alpha, best]
    total = places + alphas[:, None]
    error = np.sqrt(data["constant"] + np.sum(p / total + q / total**2, axis=-1))
    paths = numerators @ (1 / (eigenvalues[:, None] + alphas))
    effective = l2reg.effective_parameters(eigenvalues, alphas)
    weights, left, (*_, here, lowest) = paths[:, -2], effective[-2], error
    artists = at([alpha, left], "effective_at") | at([alpha, here], "error_at")
    artists |= at([best, lowest], "best") | {
        "coefficients_line": [[alpha, -35], [alpha, 42]],
        "effective_line": [[alpha, 0], [alpha, 10.5]],
        "error_line": [[alpha, 50], [alpha, 82]],
        "effective_curve": np.c_[alphas, effective][:-2],
        "error_curve": np.c_[alphas, error][:-2],
    }
    for j, name in enumerate(problem["names"]):
        label = data["labels"][j]
        artists |= at([alpha, weights[j]], f"at_{name}") | at([0.0025, label], f"label_{name}")
        artists[f"path_{name}"] = np.c_[alphas, paths[j]][:-2]
        artists[f"leader_{name}"] = [[0.003, label], [0.01, paths[j][0]]]
    readouts = {"effective": left, "error": here, "lowest": lowest, "norm": norm(weights)}
    where = "best" if abs(alpha / best - 1) < 0.02 else "below" if alpha < best else "above"
    statuses = [[where, {"best": best, "excess": here - lowest}]]
    return result(artists, readouts, statuses, alpha=[eigenvalues[-1], best, eigenvalues[0]])


def rotate_scale_rotate(values: Values, problem: Values) -> Values:
    alpha, angle = values["alpha"], math.radians(values["angle"])
    eigenvalues = np.array([values["eigenvalue_1"], values["eigenvalue_2"]])
    w_star, Q = np.array([values["w_star_1"], values["w_star_2"]]), rotation(angle)
    components, factors = Q.T @ w_star, l2reg.shrinkage_factors(eigenvalues, alpha)
    scaled = factors * components
    w_tilde = minimum(hessian(eigenvalues, angle), w_star, alpha)
    artists = at(components, "star_scaled") | at(w_star, "star_back")
    artists["ghost"] = [ORIGIN, [components[0], 0.0], components]
    for i, q in enumerate(Q.T, start=1):
        end = q * problem["named"] / np.abs(q).max()
        artists |= at(end, f"q_{i}_given", f"q_{i}_back")
        axis = [-problem["far"] * q, end]
        artists |= {f"axis_{i}_given": axis, f"axis_{i}_back": axis}
    for panel, turn in {"given": angle, "turned": 0.0, "scaled": 0.0, "back": angle}.items():
        place, pull = (scaled, alpha) if panel in ("scaled", "back") else (components, 0.0)
        corner, point = rotation(turn) @ [place[0], 0.0], rotation(turn) @ place
        contours = ellipses(point, eigenvalues + pull, turn, problem["levels"])
        artists |= {f"contours_{panel}": contours, f"point_{panel}": [point]}
        artists[f"step_1_{panel}"] = arrow(ORIGIN, corner, 0.07)
        artists[f"step_2_{panel}"] = arrow(corner, point - corner, 0.07)
    readouts = {"components": tidy(components), "factors": factors}
    readouts |= {"scaled": tidy(scaled), "w_tilde": tidy(w_tilde)}
    length, lost = norm(w_star), not eigenvalues.any()
    statuses = [["lost" if length > 0 else "origin", {}]]
    if length > 0 and not lost:
        statuses = [["shrunk", {"ratio": norm(tidy(w_tilde)) / length}]]
    if abs(np.subtract(*eigenvalues)) < problem["repeated"]:
        statuses.append(["repeated", {}])
    if (eigenvalues == 0).any() and not lost:
        statuses.append(["zero", {}])
    landmarks = {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalues[0]]}
    return result(artists, readouts, statuses, **landmarks)


def shrinkage(values: Values, problem: Values) -> Values:
    alpha, singular, alphas = values["alpha"], values["singular"], np.geomspace(1e-3, 1e3, 81)
    eigenvalues = np.array([values[f"eigenvalue_{i}"] for i in (1, 2, 3)])
    eigenvalues[2] *= not singular
    factors = l2reg.shrinkage_factors(eigenvalues, alpha)
    curves = l2reg.shrinkage_factors(eigenvalues, alphas).T
    floors = np.concatenate([np.zeros((1, 81)), np.cumsum(curves, axis=0)])
    heights = np.concatenate([[0.0], np.cumsum(factors)])
    left, right = alpha / problem["bar"], alpha * problem["bar"]
    aside, up, apart = problem["label_shift"]
    artists = {"alpha_line": [[alpha, 0.0], [alpha, 1.05]], "total": np.c_[alphas, floors[3]]}
    artists["alpha_stack"] = [[alpha, 0.0], [alpha, 3.15]]
    for i, value in enumerate(eigenvalues):
        n, (bottom, top) = i + 1, heights[i : i + 2]
        place, half, ring = (value, 0.5, value) if value > 0 else (1e-3, 0.0, 1e-9)
        ratios = value / eigenvalues[:i]
        shared = int(np.sum((ratios > 0.45) & (ratios < 2.2)))
        lower, upper = np.c_[alphas, floors[i]], np.c_[alphas, floors[i + 1]]
        artists |= at([ring, half], f"half_{n}") | at([alpha, factors[i]], f"at_{n}")
        artists |= at([place * aside, half + up + shared * apart], f"label_{n}")
        artists[f"curve_{n}"] = np.c_[alphas, curves[i]]
        artists[f"area_{n}"] = np.concatenate([lower, upper[::-1]])
        artists[f"bar_{n}"] = [[left, bottom], [right, bottom], [right, top], [left, top]]
    readouts = {f"factor_{i + 1}": factor for i, factor in enumerate(factors)}
    readouts["effective"] = l2reg.effective_parameters(eigenvalues, alpha)
    statuses = [[f"kept_{np.sum(factors > 0.5)}", {}], *([["zero", {}]] if singular else [])]
    return result(artists, readouts, statuses, alpha=eigenvalues)


def two_springs(values: Values, problem: Values) -> Values:
    alpha, stiffness, w_star = values["alpha"], values["eigenvalue"], values["w_star"]
    (w_tilde,) = minimum([[stiffness]], [w_star], alpha)
    objective = l2reg.Quadratic([[stiffness]], [w_star])
    (pull,) = tidy(-objective.gradient([w_tilde]))
    low, high = problem["bar"]
    artists = {}
    for name, start, end in (("kept", 0.0, w_tilde), ("lost", w_tilde, w_star)):
        artists[name] = [[start, low], [end, low], [end, high], [start, high]]
    for name, end in (("penalty", 0.0), ("loss", w_star)):
        strength = alpha if name == "penalty" else stiffness
        places = np.sort([end, w_tilde]) if w_star >= 0 else -np.sort([-end, -w_tilde])
        artists[f"{name}_spring"] = spring(*places, strength, problem) if strength else []
        force = problem["force"] * (pull if name == "loss" else -pull)
        artists[f"{name}_arrow"] = arrow([w_tilde, problem["above"]], [force, 0.0], 0.05)
    artists |= at([w_star, 0.0], "w_star") | at([w_tilde, 0.0], "w_tilde")
    artists |= at([w_tilde, 0.72], "w_tilde_label")
    artists |= at([w_star + (0.3 if w_star >= 0 else -0.3), 0.02], "w_star_label")
    below = problem["below"]
    artists |= at([w_tilde / 2 if alpha else -9.0, below], "alpha_label")
    artists |= at([np.mean([w_tilde, w_star]), below], "lambda_label")
    readouts = {"w_tilde": w_tilde, "loss_pull": pull, "penalty_pull": -alpha * w_tilde}
    readouts["kept"] = l2reg.shrinkage_factors([stiffness], alpha)[0]
    status = "middle" if abs(alpha - stiffness) < 1e-9 else "penalty"
    status = "loss" if alpha < stiffness - 1e-9 else status
    status = "free" if alpha == 0 else status
    status = "nothing" if w_star == 0 else status
    return result(artists, readouts, [[status, {}]], alpha=[stiffness])
