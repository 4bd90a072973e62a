"""The same for the figures of chapters 6 to 9, as `references` for the others."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy.optimize

import l2reg
from tests.figures.shapes import (
    ORIGIN,
    Values,
    arrow,
    at,
    circle,
    ellipse,
    ellipses,
    hessian,
    minimum,
    norm,
    result,
    rotation,
    tidy,
)


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
        "radius": [-w_tilde],
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
    pull = alpha * radius
    statuses = [["short", {"pull": pull}] if pull < problem["short"] else ["touch", {}]]
    statuses = [["near_origin", {"size": radius}]] if tiny else statuses
    statuses = [["origin", {}]] if radius == 0 else statuses
    if not any(eigenvalues):
        statuses.append(["flat", {}])
    elif not all(eigenvalues):
        statuses.append(["valley", {}])
    elif abs(np.subtract(*eigenvalues)) < problem["repeated"]:
        statuses.append(["straight", {}])
    landmarks = {"alpha": eigenvalues, "eigenvalue_2": [0.0, eigenvalues[0]]}
    return result(artists, readouts, statuses, **landmarks)


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
    artists |= at([alpha, 0.0], "alpha_foot", "stack_foot")
    for i, value in enumerate(eigenvalues):
        n, (bottom, top) = i + 1, heights[i : i + 2]
        place, half, foot = (value, 0.5, value) if value > 0 else (1e-3, 0.0, 1e-9)
        ratios = value / eigenvalues[:i]
        shared = int(np.sum((ratios > 0.45) & (ratios < 2.2)))
        lower, upper = np.c_[alphas, floors[i]], np.c_[alphas, floors[i + 1]]
        artists |= at([alpha, factors[i]], f"at_{n}") | {f"half_{n}": [[foot, 0.0], [foot, half]]}
        artists |= at([place, half], f"ring_{n}")
        artists |= at([place * aside, half + up + shared * apart], f"label_{n}")
        artists[f"curve_{n}"] = np.c_[alphas, curves[i]]
        artists[f"area_{n}"] = np.concatenate([lower, upper[::-1]])
        artists[f"bar_{n}"] = [[left, bottom], [right, bottom], [right, top], [left, top]]
    readouts = {f"factor_{i + 1}": factor for i, factor in enumerate(factors)}
    readouts["effective"] = l2reg.effective_parameters(eigenvalues, alpha)
    statuses = [[f"kept_{np.sum(factors > 0.5)}", {}], *([["zero", {}]] if singular else [])]
    return result(artists, readouts, statuses, alpha=eigenvalues)


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
    height, top = regularized.value(w), problem["top"]
    artists["beyond"] = [[0.0, top]] if height > top else []
    readouts = {"J": objective.value(w), "half_square": l2reg.l2_penalty(w)}
    readouts |= {"J_regularized": regularized.value(w), "lowest": regularized.value(w_tilde)}
    gap = regularized.value(w) - regularized.value(w_tilde)
    said = ["touch", {}] if gap < problem["touch"] else ["above", {"gap": gap}]
    return result(artists, readouts, [said])
