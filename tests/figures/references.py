"""What the live figures of chapters 1 to 5 show, computed a second time: in NumPy, by ``l2reg``.

The function of a figure's name takes the values of its parameters and its ``problem``, and returns
what its ``update`` must return. Nothing here calls an ``update`` or the helpers it is made of.
"""

from __future__ import annotations

import math

import numpy as np

import l2reg
from tests.figures.shapes import (
    ORIGIN,
    Values,
    arrow,
    at,
    circle,
    cut,
    egg,
    ellipse,
    ellipses,
    hessian,
    minimum,
    norm,
    result,
    rotation,
    spring,
    tidy,
)


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
    for name, of, aside in (("J", objective, 1), ("J_regularized", regularized, -1)):
        # Newton's step along the cut, from the origin, is exact.
        H = objective.H + (alpha if of is regularized else 0.0) * np.eye(2)
        lowest = -(along @ of.gradient(np.zeros(2))) / (along @ H @ along)
        height = of.value(lowest * along)
        up = 0.5 if of is regularized else 0.35
        aside *= 0.35 if lowest >= 0 else -0.35
        artists |= at([lowest + aside, height + up], f"{name}_label")
    s = w @ along
    artists |= {"J_bar": [[s, 0.0], [s, J]], "penalty_bar": [[s, J], [s, total]]}
    artists["w_beyond"] = [[s, problem["top"]]] if total > problem["top"] else []
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
    artists |= at([w_star + (0.45 if w_star >= 0 else -0.45), 0.02], "w_star_label")
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
