"""What each live figure shows, computed a second time: in NumPy, through the library ``l2reg``.

The function of a figure's name takes the values of its parameters and its ``problem``, and returns
what its ``update`` must return. Nothing here calls an ``update`` or the helpers it is made of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.optimize

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
    artists["contours"] = ellipses(w_star, eigenvalues, 0.0, problem["levels"])
    artists |= at(start, "start")
    for side in ("decoupled", "penalty"):
        path = l2reg.adam_descend(
            objective, start, rate, steps, decoupled=side == "decoupled", **settings
        )
        artists |= {f"{side}_path": path, f"{side}_points": path}
        artists |= at(path[-1], f"{side}_end")
        readouts[f"{side}_end"] = path[-1]
    # v of Adam's last step, as the sum over all gradients that its recursion is.
    gradients = l2reg.Regularized(objective, alpha).gradient(path[:-1])
    weights = problem["beta_2"] ** np.arange(steps - 1, -1, -1)
    root = np.sqrt(weights @ gradients**2 / weights.sum()) + problem["delta"]
    readouts |= {"penalty_share": rate * alpha / root, "decoupled_share": rate * alpha}
    low, high = problem["shares"]
    for side, shares, shift in (("penalty", rate * alpha / root, 0.02), ("decoupled", None, -0.36)):
        for i, y in enumerate((2, 1)):
            share = rate * alpha if shares is None else shares[i]
            right, below, above = min(max(share, low), high), y + shift, y + shift + 0.34
            artists[f"{side}_share_{i + 1}"] = [
                [low, below],
                [right, below],
                [right, above],
                [low, above],
            ]
    rise = eigenvalues[1] - eigenvalues[0]
    ratio = root[0] / root[1] if rise < problem["repeated"] else root[1] / root[0]
    said = ["equal" if abs(rise) < problem["repeated"] else "uneven", {"ratio": ratio}]
    statuses = [said] if alpha > 0 else [["same", {}]]
    return result(artists, readouts, statuses, eigenvalue_2=[problem["eigenvalue_1"]])


def balance(values: Values, problem: Values) -> Values:
    alpha, w_star = values["alpha"], problem["w_star"]
    loss = l2reg.Quadratic([[problem["eigenvalue"]]], [w_star])
    w_tilde = float(minimum(loss.H, [w_star], alpha)[0])
    pull = float(-loss.gradient([w_tilde])[0])
    end = min(2.5, 2.35 / alpha) if alpha else 2.5
    artists = {
        "penalty": [ORIGIN, [3.0, 3.0 * alpha]],
        "drop": [[w_tilde, 0.0], [w_tilde, pull], [0.0, pull]],
    }
    artists |= at([end - 0.22, alpha * end + 0.06], "penalty_label") | at(
        [w_tilde, pull], "w_tilde"
    )
    artists |= at([w_tilde - 0.03, pull + 0.14], "w_tilde_label")
    return result(artists, {"w_tilde": w_tilde, "pull": pull})


def bias_variance(values: Values, problem: Values) -> Values:
    alpha, noise, count = values["alpha"], values["noise"], problem["draws"]
    eigenvalues, w = np.array(problem["eigenvalues"]), np.array(problem["components"])
    alphas = np.logspace(-3.0, 2.0, 101)

    def parts(strength: Any) -> tuple[Any, Any]:
        kept = l2reg.shrinkage_factors(eigenvalues, np.asarray(strength, float))
        spread = noise * kept / np.sqrt(eigenvalues)
        return np.sum(((1 - kept) * w) ** 2, axis=-1), np.sum(spread**2, axis=-1)

    found = scipy.optimize.brentq(
        lambda a: np.sum(eigenvalues * (a * w**2 - noise**2) / (eigenvalues + a) ** 3),
        1e-6,
        1e3,
        xtol=1e-13,
        rtol=1e-13,
    )
    (bias, variance), at_zero = parts(alpha), noise**2 * np.sum(1 / eigenvalues)
    mean = minimum(np.diag(eigenvalues), w, alpha)
    radii = noise * np.sqrt(eigenvalues) / (eigenvalues + alpha)
    k = np.arange(count)
    angles, distances = k * np.pi * (3 - np.sqrt(5)), np.sqrt(-2 * np.log1p(-(k + 0.5) / count))
    dots = distances[:, None] * np.c_[np.cos(angles), np.sin(angles)]
    curves = dict(zip(("bias", "variance"), parts(alphas), strict=True))
    curves["total"] = curves["bias"] + curves["variance"]
    artists = {name: np.c_[alphas, heights] for name, heights in curves.items()}
    artists |= {
        "line": [[alpha, 0.0], [alpha, problem["ceiling"]]],
        "spread": {"centre": mean, "ends": mean + np.diag(2 * radii)},
        "answers": mean + radii * dots,
        "shift": [w, mean],
    }
    artists |= at([found, sum(parts(found))], "lowest") | at([alpha, bias + variance], "at")
    artists |= at(mean, "mean")
    readouts = {"bias": bias, "variance": variance, "total": bias + variance}
    readouts["unpenalized"] = at_zero
    statuses = [["better" if bias + variance < at_zero else "worse", {}]]
    return result(artists, readouts, statuses, alpha=[found])


def cover(values: Values, problem: Values) -> Values:
    H, w_star = hessian(problem["eigenvalues"], problem["angle"]), problem["w_star"]
    bowl, w_tilde = l2reg.Quadratic(H, w_star), minimum(H, w_star, values["alpha"])
    whole = int(values["steps"])
    artists = at(w_tilde, "w_tilde", "w_tilde_label")
    for name, alpha in (("plain", 0.0), ("decay", values["alpha"])):
        path, start = [], np.array(problem["start"])
        for _ in range(whole + 2):
            path.append(start)
            start = start - values["learning_rate"] * (bowl.gradient(start) + alpha * start)
        ahead = path[whole] + (values["steps"] - whole) * (path[whole + 1] - path[whole])
        drawn = cut(np.array([*path[: whole + 1], ahead]), 20.0)
        artists |= {name: drawn, f"{name}_points": drawn}
    return result(artists, {"w_tilde": w_tilde})


def descent(values: Values, problem: Values) -> Values:
    alpha, rate, steps = values["alpha"], values["learning_rate"], problem["steps"]
    start, w_star = [values["start_1"], values["start_2"]], problem["w_star"]
    eigenvalues, angle = problem["eigenvalues"], problem["angle"]
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), w_star)
    w_tilde = minimum(objective.H, w_star, alpha)
    artists, readouts = at(w_tilde, "w_tilde"), {"w_tilde": w_tilde}
    artists |= at(w_tilde - problem["aside"], "w_tilde_label")
    artists |= at(start, "start")
    statuses = []
    for side, penalty in (("plain", 0.0), ("decay", alpha)):
        path = l2reg.quadratic_trajectory(objective, start, rate, steps, penalty)
        artists |= {f"{side}_path": cut(path, 20.0), f"{side}_points": cut(path, 20.0)}
        readouts[f"{side}_norm"] = norm(path[-1])
        H = np.diag(eigenvalues)  # in its own axes: no rounding moves a limit
        limit = l2reg.largest_stable_learning_rate(H, penalty)
        said = {"half": limit / 2, "limit": limit}
        statuses.append([f"{side}_{l2reg.regime(H, penalty, rate)}", said])
    seen = cut(path, 20.0)
    w = seen[min(int(np.floor(values["step"] + 0.5)), len(seen) - 1)]
    shrink, down = -rate * alpha * w, l2reg.gradient_step(objective, w, rate) - w
    after = l2reg.weight_decay_step(objective, w, alpha, rate)
    artists["sides"] = [w + shrink, after, w + down]
    for name, step in (("shrink", shrink), ("gradient_step", down)):
        artists[name] = arrow(w, step, problem["arrow_width"])
        readouts[name] = step
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
    artists["stopping_kept"] = np.c_[eigenvalues, stopping[-2:]]
    artists["penalty_kept"] = np.c_[eigenvalues, l2reg.shrinkage_factors(eigenvalues, alpha)]
    readouts = {"gap": gaps.max(), "gap_at": places[i], "w_tilde": w_tilde, "w_stopped": w_stopped}
    match = 1 / (rate * alpha)
    excess = steps / match - 1
    said = ["more" if excess > 0 else "fewer", {"match": match}]
    said = ["agree", {"gap": gaps.max()}] if abs(excess) < problem["agree"] else said
    landmarks = {"alpha": [1 / (rate * steps)], "steps": [match]}
    return result(artists, readouts, [said], **landmarks)


def geometry(values: Values, problem: Values) -> Values:
    alpha, angle = values["alpha"], math.radians(values["angle"])
    eigenvalues = [values["eigenvalue_1"], values["eigenvalue_2"]]
    w_star = np.array([values["w_star_1"], values["w_star_2"]])
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), w_star)
    alphas = np.r_[0.0, np.geomspace(1e-3, 1e3, 61)]
    w_tilde, path = minimum(objective.H, w_star, alpha), minimum(objective.H, w_star, alphas)
    gradient = objective.gradient(w_tilde)
    radius = norm(tidy(w_tilde))
    tiny = radius < problem["tiny"]
    square = rotation(math.pi / 2) @ w_tilde
    along = np.zeros(2) if tiny else problem["tangent"] * square / radius
    artists = at(w_star, "w_star", "w_star_label") | at(w_tilde, "w_tilde", "w_tilde_label")
    artists |= {
        **dict.fromkeys(("ball", "circle"), circle(w_tilde)),
        "contours": ellipses(w_star, eigenvalues, angle, problem["levels"]),
        "contour": ellipse(w_star, eigenvalues, angle, objective.value(w_tilde)),
        "tangent": [w_tilde - along, w_tilde + along],
        "path": [*path, ORIGIN],
        "gradient_J": arrow(w_tilde, gradient, 0.07),
        "gradient_penalty": arrow(w_tilde, alpha * w_tilde, 0.07),
    }
    for i, q in enumerate(rotation(angle).T, start=1):
        held, kept = q @ w_star, q @ w_tilde
        artists |= {f"axis_{i}": [-problem["far"] * q, problem["far"] * q]}
        artists |= {f"component_{i}": [ORIGIN, held * q], f"kept_{i}": [ORIGIN, kept * q]}
        beside = problem["beside"] if held > -1e-9 else -problem["beside"]
        x, y = (held + beside) * q
        artists |= at(np.array([x, np.clip(y, -problem["high"], problem["high"])]), f"q_{i}")
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
    pulls = {"_J": -objective.gradient(w), "_penalty": -alpha * w, "": -regularized.gradient(w)}
    above = max(0.0, float(regularized.value(w) - regularized.value(w_tilde)))
    rests = norm(pulls[""]) < problem["rest"]
    artists = at(w, "w") | {
        "contour_J": ellipse(w_star, eigenvalues, angle, objective.value(w)),
        "contour_penalty": circle(w),
        "contour_regularized": ellipse(w_tilde, np.add(eigenvalues, alpha), angle, above),
        "sides": w + scale * np.array([pulls["_J"], pulls[""], pulls["_penalty"]]),
        "w_tilde": [w_tilde] * bool(rests),
    }
    for name, pull in pulls.items():
        artists[f"arrow{name}"] = arrow(w, scale * pull, problem["arrow_width"])
    readouts = {f"pull{name}": pull for name, pull in pulls.items()}
    return result(artists, readouts, [["rest" if rests else "pulled", {"size": norm(pulls[""])}]])


def harm(values: Values, problem: Values) -> Values:
    from l2book.figures.harm import examples

    X, y = examples()
    seen = y[: int(np.floor(values["draw"] + 0.5))]
    w_star = np.linalg.lstsq(X, seen.T)[0].T
    w_tilde = np.array([l2reg.ridge(X, target, values["alpha"]) for target in seen])
    here, penalized = w_star[-1], w_tilde[-1]
    artists = at(here, "w_star") | at(penalized, "w_tilde")
    artists |= {"earlier": w_star, "earlier_penalty": w_tilde}
    artists |= at(here + 4, "w_star_label") | at(penalized - [9, 13], "w_tilde_label")
    readouts = {"w_star": here, "w_tilde": penalized, "prediction": problem["at"] @ here}
    readouts["prediction_penalty"] = problem["at"] @ penalized
    said = {"low": w_star[:, 0].min(), "high": w_star[:, 0].max()}
    said |= {"low_penalty": w_tilde[:, 0].min(), "high_penalty": w_tilde[:, 0].max()}
    return result(artists, readouts, [["spread", said] if len(seen) > 1 else ["one", {}]])


def penalty(values: Values, problem: Values) -> Values:
    alpha, w = values["alpha"], np.array([values["w_1"], values["w_2"]])
    eigenvalues, angle, levels = (problem[key] for key in ("eigenvalues", "angle", "levels"))
    w_star, reach = np.array(problem["w_star"]), problem["reach"]
    objective = l2reg.Quadratic(hessian(eigenvalues, angle), w_star)
    regularized = l2reg.Regularized(objective, alpha)
    w_tilde = minimum(objective.H, w_star, alpha)
    above = np.subtract(levels, regularized.value(w_tilde))
    contours = ellipses(w_tilde, np.add(eigenvalues, alpha), angle, above[above > 0])
    artists = at(w, "w") | {"contours_regularized": contours}
    artists |= at(w_tilde, "w_tilde") | at(w_tilde - [0.75, 0.0], "w_tilde_label")
    artists["contours_penalty"] = ellipses(ORIGIN, [alpha, alpha], 0.0, levels)
    along = w / norm(w) if norm(w) > 1e-9 else w_star / norm(w_star)
    along = along if along @ w_star >= 0 else -along
    places = np.linspace(-reach, reach, 81)
    J, total = objective.value(w), regularized.value(w)
    for name, value in (
        ("J", objective.value),
        ("penalty", lambda points: alpha * 0.5 * np.sum(points**2, axis=-1)),
        ("J_regularized", regularized.value),
    ):
        artists[f"{name}_curve"] = np.c_[places, value(places[:, None] * along)]
    artists |= at([0.0, 0.35], "penalty_label")
    for name, of, aside in (("J", objective, 0.35), ("J_regularized", regularized, -0.35)):
        # Newton's step along the cut, from the origin, is exact.
        H = objective.H + (alpha if of is regularized else 0.0) * np.eye(2)
        lowest = -(along @ of.gradient(np.zeros(2))) / (along @ H @ along)
        height = of.value(lowest * along)
        up = 0.5 if of is regularized else 0.35
        artists |= at([lowest + aside, height + up], f"{name}_label")
    s = w @ along
    artists |= {"J_bar": [[s, 0.0], [s, J]], "penalty_bar": [[s, J], [s, total]]}
    artists |= at([s, total], "w_cut") | {"line": np.outer([-2 * reach, 2 * reach], along)}
    readouts = {"J": J, "penalty": alpha * l2reg.l2_penalty(w), "w_tilde": w_tilde}
    return result(artists, readouts | {"J_regularized": total})


def phase_map(values: Values, problem: Values) -> Values:
    alpha, rate, H = values["alpha"], values["learning_rate"], [[problem["eigenvalue"]]]
    limit, t = l2reg.largest_stable_learning_rate(H, alpha), np.arange(problem["steps"] + 1)
    factor = 1 - rate * (problem["eigenvalue"] + alpha)
    powers = cut((factor**t)[:, None], problem["ceiling"])[:, 0]
    component = np.c_[t[: len(powers)], powers]
    artists = at([rate, alpha], "setting")
    artists |= {"component": component, "component_points": component}
    said = "at_once" if abs(rate - limit / 2) < 1e-9 else l2reg.regime(H, alpha, rate)
    statuses = [[said, {"limit": limit}]]
    readouts = {"factor": tidy(np.array(factor)), "limit": limit}
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
    eigenvalues, best, n = np.array(data["eigenvalues"]), data["best"], data["rows"]
    numerators, energy = np.array(data["numerators"]), np.array(data["energy"])
    alphas = np.r_[np.logspace(-2.0, 5.0, 71), alpha, best]
    lost = 1 - l2reg.shrinkage_factors(eigenvalues, alphas)
    trace = 1 + l2reg.effective_parameters(eigenvalues, alphas)
    error = np.sqrt((data["rest"] + lost**2 @ energy) / n) / (1 - trace / n)
    paths = numerators @ (1 / (eigenvalues[:, None] + alphas))
    weights, (*_, here, lowest), curve = paths[:, -2], error, error[:-2]
    flat = alphas[:-2][curve <= 1.01 * lowest]
    artists = at([alpha, here], "error_at") | at([best, lowest], "best")
    artists |= {
        "coefficients_line": [[alpha, -34], [alpha, 43]],
        "error_line": [[alpha, 50], [alpha, 82]],
        "flat": [[flat[0], 50], [flat[-1], 50], [flat[-1], 82], [flat[0], 82]],
        "error_curve": np.c_[alphas[:-2], curve],
    }
    for j, name in enumerate(problem["names"]):
        label = data["labels"][j]
        artists |= at([alpha, weights[j]], f"at_{name}") | at([0.003, label], f"label_{name}")
        artists[f"path_{name}"] = np.c_[alphas, paths[j]][:-2]
        artists[f"leader_{name}"] = [[0.0036, label], [0.01, paths[j][0]]]
    effective = l2reg.effective_parameters(eigenvalues, alpha)
    readouts = {"error": here, "lowest": lowest, "effective": effective, "norm": norm(weights)}
    side = "below" if alpha < best else "above"
    statuses = [["flat" if here <= 1.01 * lowest else side, {"excess": here - lowest}]]
    return result(artists, readouts, statuses, alpha=[eigenvalues[-1], best, eigenvalues[0]])


def rotate_scale_rotate(values: Values, problem: Values) -> Values:
    alpha, angle, step = values["alpha"], math.radians(values["angle"]), values["step"]
    eigenvalues = np.array([values["eigenvalue_1"], values["eigenvalue_2"]])
    w_star, Q = np.array([values["w_star_1"], values["w_star_2"]]), rotation(angle)
    components, factors = Q.T @ w_star, l2reg.shrinkage_factors(eigenvalues, alpha)
    scaled = factors * components
    w_tilde = minimum(hessian(eigenvalues, angle), w_star, alpha)
    # Between two whole steps the turn and the scaling are in proportion.
    done = float(np.interp(step, [1, 2, 3, 4], [0, 0, 1, 1]))
    turned = rotation(angle * float(np.interp(step, [1, 2, 3, 4], [1, 0, 0, 1])))
    place = components + done * (scaled - components)
    point, corner = turned @ place, turned @ [place[0], 0.0]
    turn = math.atan2(turned[1, 0], turned[0, 0])
    contours = ellipses(point, eigenvalues + done * alpha, turn, problem["levels"])
    artists = at(w_star, "w_star", "w_star_label")
    artists |= {"contours_J": [], "contours_regularized": [], "before": [], "after": []}
    artists["contours_regularized" if done else "contours_J"] = contours
    artists["after" if done else "before"] = [point]
    artists["w_tilde_label"] = [w_tilde] if step == 4 else []
    artists["ghost"] = [ORIGIN, turned @ [components[0], 0.0], turned @ components]
    artists |= {"step_1": arrow(ORIGIN, corner, 0.07)}
    artists |= {"step_2": arrow(corner, point - corner, 0.07)}
    for i, q in enumerate(turned.T, start=1):
        end = q * problem["named"] / np.abs(q).max()
        artists |= at(end, f"q_{i}") | {f"axis_{i}": [-problem["far"] * q, end]}
    squares, half, I = np.array(problem["squares"]), problem["half"], np.eye(2)
    bases, held = (Q, I, I, Q), (components, components, scaled, scaled)
    stills = list(zip(squares, bases, held, strict=True))
    for i in (0, 1):
        across = [half * B[:, i] for B in bases]
        artists[f"still_axes_{i + 1}"] = [
            [c - a, c + a] for c, a in zip(squares, across, strict=True)
        ]
    elbows = [B @ [c[0], 0.0] for B, c in zip(bases, held, strict=True)]
    artists["still_steps_1"] = [
        arrow(c, elbow, 0.16) for c, elbow in zip(squares, elbows, strict=True)
    ]
    artists["still_steps_2"] = [
        arrow(c + elbow, B @ h - elbow, 0.16)
        for (c, B, h), elbow in zip(stills, elbows, strict=True)
    ]
    ends = [c + B @ h for c, B, h in stills]
    artists |= {"still_before": ends[:2], "still_after": ends[2:]}
    corners = half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    artists["now"] = squares[math.floor(step + 0.5) - 1] + corners
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
    landmarks["step"] = [1.0, 2.0, 3.0, 4.0]
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
        place, half, foot = (value, 0.5, value) if value > 0 else (1e-3, 0.0, 1e-9)
        ratios = value / eigenvalues[:i]
        shared = int(np.sum((ratios > 0.45) & (ratios < 2.2)))
        lower, upper = np.c_[alphas, floors[i]], np.c_[alphas, floors[i + 1]]
        artists |= at([alpha, factors[i]], f"at_{n}") | {f"half_{n}": [[foot, 0.0], [foot, half]]}
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


def trade_off(values: Values, problem: Values) -> Values:
    alpha, w = values["alpha"], np.array([values["w_1"], values["w_2"]])
    objective = l2reg.Quadratic(np.diag(problem["eigenvalues"]), problem["w_star"])
    regularized = l2reg.Regularized(objective, alpha)
    w_tilde, right = minimum(objective.H, problem["w_star"], alpha), problem["right"]
    artists = at(w, "w") | at(w_tilde, "w_tilde", "w_tilde_label") | {"circle": circle(w)}
    for point, places, line, mark in (
        (w, ("at_w",), "line", "height"),
        (w_tilde, ("at_w_tilde", "at_w_tilde_label"), "tangent", "lowest"),
    ):
        height = regularized.value(point)
        artists |= at([l2reg.l2_penalty(point), objective.value(point)], *places)
        artists |= at([0.0, height], mark) | {
            line: [[0.0, height], [right, height - alpha * right]]
        }
    readouts = {"J": objective.value(w), "half_square": l2reg.l2_penalty(w)}
    readouts |= {"J_regularized": regularized.value(w), "lowest": regularized.value(w_tilde)}
    gap = regularized.value(w) - regularized.value(w_tilde)
    said = ["touch", {}] if gap < problem["touch"] else ["above", {"gap": gap}]
    return result(artists, readouts, [said])
