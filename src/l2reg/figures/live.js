// The live figures in the browser: the maths that moves them, and the hands that move it.
//
// One plain ES module. JupyterLab loads it through anywidget (`default.render`); the built book
// loads the same text as a classic script, because a page opened from disk may not load a module
// (see sphinx_live.py). Each function of `updates` is the twin of a figure's `update` in Python;
// a test holds the two equal.

// --- Shapes: twins of figures/_shapes.py --------------------------------------------------------

// v turned by an angle: Q v.
export function rotate([x, y], angle) {
  const c = Math.cos(angle), s = Math.sin(angle);
  return [c * x - s * y, s * x + c * y];
}

export const add = (u, v) => [u[0] + v[0], u[1] + v[1]];
export const subtract = (u, v) => [u[0] - v[0], u[1] - v[1]];
export const scale = (a, v) => [a * v[0], a * v[1]];
export const dot = (u, v) => u[0] * v[0] + u[1] * v[1];
export const norm = (v) => Math.hypot(v[0], v[1]);

export function ellipse(centre, eigenvalues, angle, level) {
  const [a, b] = eigenvalues.map((value) => Math.min(Math.sqrt((2 * level) / Math.max(value, 1e-12)), 60));
  return { centre, ends: [add(centre, rotate([a, 0], angle)), add(centre, rotate([0, b], angle))] };
}

export function arrow(tail, vector, width = 0.045) {
  const length = norm(vector);
  const along = length > 0 ? scale(1 / length, vector) : [0, 0];
  const side = [-along[1], along[0]];
  const head = Math.min(6 * width, length);
  const neck = add(tail, scale(length - head, along)), tip = add(tail, vector);
  const half = scale(0.5 * width, side), wing = scale(2.2 * width * Math.min(1, head / (6 * width)), side);
  return [add(tail, half), add(neck, half), add(neck, wing), tip,
    subtract(neck, wing), subtract(neck, half), subtract(tail, half)];
}

// --- The quadratic J and what the penalty does to it --------------------------------------------

// H v, for H = QΛQᵀ.
export function multiply({ eigenvalues, angle }, v) {
  const [a, b] = rotate(v, -angle);
  return rotate([eigenvalues[0] * a, eigenvalues[1] * b], angle);
}

// J(w) − J(w*) = ½ (w − w*)ᵀ H (w − w*).
export function quadratic(problem, w_star, w) {
  const from = subtract(w, w_star);
  return 0.5 * dot(from, multiply(problem, from));
}

// λ/(λ+α), what is left of a component; a zero eigenvalue leaves nothing.
export const shrinkage = (value, alpha) => (value > 0 ? value / (value + alpha) : 0);

// What rounding has left of a zero, written as 0.
const unrounded = (v) => v.map((value) => (Math.abs(value) < 1e-12 ? 0 : value));

// Strengths α at equal ratios, from 10⁻³ to 10³.
const spaced = {};
const logSpaced = (count) => (spaced[count] ??= Array.from({ length: count }, (_, i) => 10 ** (-3 + (6 * i) / (count - 1))));

// w̃ = Q (Λ + αI)⁻¹ Λ Qᵀ w*; at α = 0, what is left of w* on the range of H.
export function regularizedMinimum({ eigenvalues, angle }, w_star, alpha) {
  const shrunk = rotate(w_star, -angle).map((value, i) => shrinkage(eigenvalues[i], alpha) * value);
  return rotate(shrunk, angle);
}

// w_t = w̃ + Q (I − ε(Λ + αI))ᵗ Qᵀ (w₀ − w̃), for t = 0 … steps.
export function trajectory({ eigenvalues, angle }, w_star, w_0, learning_rate, steps, alpha) {
  const rest = regularizedMinimum({ eigenvalues, angle }, w_star, alpha);
  const [a, b] = rotate(subtract(w_0, rest), -angle);
  const [f, g] = eigenvalues.map((value) => 1 - learning_rate * (value + alpha));
  return Array.from({ length: steps + 1 }, (_, t) =>
    add(rest, rotate([a * f ** t, b * g ** t], angle)));
}

// A diverging path is cut at the first point that has left every picture.
export function inSight(path, limit = 20) {
  const end = path.findIndex(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) > limit);
  return end < 0 ? path : path.slice(0, end + 1);
}

export function regime(stiffness, learning_rate) {
  if (learning_rate <= 1 / stiffness) return "monotone";
  return learning_rate < 2 / stiffness ? "oscillating" : "divergent";
}

// A part of a figure that most moves leave as it was: made again only when what it is made `from` has changed.
const made = new WeakMap();
function kept(problem, part, from, make) {
  const parts = made.get(problem) ?? {}, key = from.join();
  made.set(problem, parts);
  if (parts[part]?.key !== key) parts[part] = { key, value: make() };
  return parts[part].value;
}

// --- The figures, in alphabetical order ---------------------------------------------------------

export const updates = {
  adam({ alpha, learning_rate, eigenvalue_2, start_1, start_2 }, problem) {
    const { eigenvalue_1, w_star, steps, beta_1, beta_2, delta, levels, repeated } = problem;
    const eigenvalues = [eigenvalue_1, eigenvalue_2], decay = learning_rate * alpha;
    const w_tilde = w_star.map((value, i) => shrinkage(eigenvalues[i], alpha) * value);
    const artists = { w_tilde: [w_tilde], w_tilde_label: [w_tilde] }, ends = [];
    let share;
    // The same operations in the same order as in optimizers.py: what rounds, rounds alike.
    for (const [side, penalty, centre] of [["decoupled", 0, w_star], ["penalty", alpha, w_tilde]]) {
      let w = [start_1, start_2], m = [0, 0], v = [0, 0];
      const path = [w];
      for (let t = 1; t <= steps; t++) {
        const g = w.map((value, i) => eigenvalues[i] * (value - w_star[i]) + penalty * value);
        m = m.map((value, i) => beta_1 * value + (1 - beta_1) * g[i]);
        v = v.map((value, i) => beta_2 * value + (1 - beta_2) * (g[i] * g[i]));
        const root = v.map((value) => Math.sqrt(value / (1 - beta_2 ** t)) + delta);
        w = w.map((value, i) => value - (learning_rate * (m[i] / (1 - beta_1 ** t) / root[i])
          + (side === "penalty" ? 0 : decay * value)));
        share = root.map((value) => decay / value);
        path.push(w);
      }
      const curvatures = eigenvalues.map((value) => value + penalty);
      artists[`${side}_contours`] = levels.map((level) => ellipse(centre, curvatures, 0, level));
      artists[`${side}_path`] = artists[`${side}_points`] = path;
      artists[`${side}_start`] = [path[0]];
      artists[`${side}_end`] = [w];
      ends.push(w);
    }
    const ratio = eigenvalue_2 < eigenvalue_1 + repeated ? share[1] / share[0] : share[0] / share[1];
    const uneven = Math.abs(eigenvalue_2 - eigenvalue_1) < repeated ? "equal" : "uneven";
    return {
      artists,
      readouts: { penalty_end: ends[1], decoupled_end: ends[0], w_tilde, penalty_share: share, decoupled_share: decay },
      landmarks: { eigenvalue_2: [eigenvalue_1] },
      statuses: [alpha ? [uneven, { ratio }] : ["same", {}]],
    };
  },

  descent({ alpha, learning_rate, start_1, start_2 }, problem) {
    const { eigenvalues, angle, w_star, steps, levels } = problem;
    const start = [start_1, start_2], lambda_max = Math.max(...eigenvalues);
    const w_tilde = regularizedMinimum(problem, w_star, alpha);
    const plain = trajectory(problem, w_star, start, learning_rate, steps, 0);
    const decay = trajectory(problem, w_star, start, learning_rate, steps, alpha);
    const stiffer = eigenvalues.map((value) => value + alpha);
    const status = (side, stiffness) => [
      `${side}_${regime(stiffness, learning_rate)}`, { half: 1 / stiffness, limit: 2 / stiffness }];
    return {
      artists: {
        plain_path: inSight(plain), plain_points: inSight(plain), plain_start: [start],
        decay_path: inSight(decay), decay_points: inSight(decay), decay_start: [start],
        contours: levels.map((level) => ellipse(w_tilde, stiffer, angle, level)),
        w_tilde: [w_tilde], w_tilde_label: [w_tilde],
      },
      readouts: { w_tilde, plain_norm: norm(plain[steps]), decay_norm: norm(decay[steps]) },
      landmarks: { learning_rate: [1 / (lambda_max + alpha), 2 / (lambda_max + alpha)] },
      statuses: [status("plain", lambda_max), status("decay", lambda_max + alpha)],
    };
  },

  filters({ alpha, steps }, problem) {
    const { learning_rate, eigenvalues, angle, w_star, agree } = problem;
    const penalty = (value) => shrinkage(value, alpha), match = 1 / (learning_rate * alpha);
    const stopping = (value) => 1 - Math.max(0, 1 - learning_rate * value) ** steps;
    const grid = logSpaced(181).slice(0, 121);
    const curve = (factor) => grid.map((value) => [value, factor(value)]);
    const penalty_curve = kept(problem, "penalty", [alpha], () => curve(penalty));
    const stopping_curve = kept(problem, "stopping", [steps], () => curve(stopping));
    const gaps = grid.map((_, i) => Math.abs(stopping_curve[i][1] - penalty_curve[i][1]));
    const gap = Math.max(...gaps), gap_at = grid[gaps.indexOf(gap)], excess = steps / match - 1;
    const [w_tilde, w_stopped] = [penalty, stopping].map((factor) => rotate(
      rotate(w_star, -angle).map((value, i) => factor(eigenvalues[i]) * value), angle));
    return {
      artists: {
        gap: [[gap_at, penalty(gap_at)], [gap_at, stopping(gap_at)]],
        penalty_curve, stopping_curve,
        w_tilde: [w_tilde], w_tilde_label: [w_tilde], w_stopped: [w_stopped], w_stopped_label: [w_stopped],
      },
      readouts: { gap, gap_at, w_tilde, w_stopped },
      landmarks: { alpha: [1 / (learning_rate * steps)], steps: [match] },
      statuses: [[Math.abs(excess) < agree ? "agree" : excess > 0 ? "more" : "fewer", { match }]],
    };
  },

  geometry({ alpha, angle: degrees, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2 }, problem) {
    const { levels, arrow_scale, repeated, tiny, tangent } = problem;
    const eigenvalues = [eigenvalue_1, eigenvalue_2], w_star = [w_star_1, w_star_2];
    const H = { eigenvalues, angle: (degrees * Math.PI) / 180 };
    const curves = kept(problem, "curves", [degrees, eigenvalues, w_star], () => {
      const alphas = logSpaced(61), path = [0, ...alphas].map((a) => regularizedMinimum(H, w_star, a));
      return { path: [...path, [0, 0]], radius: alphas.map((a, i) => [a, norm(path[i + 1])]) };
    });
    const w_tilde = regularizedMinimum(H, w_star, alpha), pull = scale(alpha, w_tilde);
    const gradient = multiply(H, subtract(w_tilde, w_star));
    const radius = norm(unrounded(w_tilde)), length = norm(w_star), none = radius < tiny;
    const along = none ? [0, 0] : scale(tangent / radius, [-w_tilde[1], w_tilde[0]]);
    const circle = ellipse([0, 0], [1, 1], 0, 0.5 * dot(w_tilde, w_tilde));
    const statuses = [radius === 0 ? ["origin", {}] : none ? ["near_origin", { size: radius }] : ["touch", {}]];
    if (eigenvalue_1 === 0 && eigenvalue_2 === 0) statuses.push(["flat", {}]);
    else if (eigenvalues.includes(0)) statuses.push(["valley", {}]);
    else if (Math.abs(eigenvalue_1 - eigenvalue_2) < repeated) statuses.push(["straight", {}]);
    return {
      artists: {
        ...curves, ball: circle, circle,
        contours: levels.map((level) => ellipse(w_star, eigenvalues, H.angle, level)),
        contour: ellipse(w_star, eigenvalues, H.angle, quadratic(H, w_star, w_tilde)),
        tangent: [subtract(w_tilde, along), add(w_tilde, along)],
        gradient_J: arrow(w_tilde, scale(arrow_scale, gradient)),
        gradient_penalty: arrow(w_tilde, scale(arrow_scale, pull)),
        w_star: [w_star], w_star_label: [w_star], w_tilde: [w_tilde], w_tilde_label: [w_tilde],
        start: [[0.01, length], [100, length]], start_label: [[100, length]],
        drop: [[0.01, radius], [alpha, radius], [alpha, 0]],
        at: [[alpha, radius]],
      },
      readouts: {
        w_tilde: unrounded(w_tilde), radius, gradient_norm: norm(unrounded(gradient)), pull_norm: alpha * radius,
        factors: eigenvalues.map((value) => shrinkage(value, alpha)),
      },
      landmarks: { alpha: eigenvalues, eigenvalue_2: [0, eigenvalue_1] },
      statuses,
    };
  },

  gradient({ alpha, w_1, w_2 }, problem) {
    const { eigenvalues, angle, w_star, arrow_scale, rest, aside } = problem, w = [w_1, w_2];
    const w_tilde = regularizedMinimum(problem, w_star, alpha);
    const J = quadratic(problem, w_star, w);
    const gradient_J = multiply(problem, subtract(w, w_star)), gradient_penalty = scale(alpha, w);
    const gradient_regularized = add(gradient_J, gradient_penalty);
    const pull = (gradient) => scale(-arrow_scale, gradient);
    const above = J + alpha * 0.5 * dot(w, w)
      - quadratic(problem, w_star, w_tilde) - alpha * 0.5 * dot(w_tilde, w_tilde);
    const size = norm(gradient_regularized);
    return {
      artists: {
        contour_J: ellipse(w_star, eigenvalues, angle, J),
        contour_penalty: ellipse([0, 0], [1, 1], 0, 0.5 * dot(w, w)),
        contour_regularized: ellipse(w_tilde, eigenvalues.map((value) => value + alpha), angle, Math.max(0, above)),
        sides: [add(w, pull(gradient_J)), add(w, pull(gradient_regularized)), add(w, pull(gradient_penalty))],
        pull_J: arrow(w, pull(gradient_J)),
        pull_penalty: arrow(w, pull(gradient_penalty)),
        pull_sum: arrow(w, pull(gradient_regularized)),
        pull: arrow(w, pull(gradient_regularized)),
        w_forces: [w], w_sum: [w], w_tilde: [w_tilde],
        w_tilde_label: [w_1 > w_tilde[0] ? subtract(w_tilde, [aside, 0]) : w_tilde],
      },
      readouts: { gradient_J, gradient_penalty, gradient_regularized },
      statuses: [[size < rest ? "rest" : "pulled", { size }]],
    };
  },

  penalty({ alpha, w_1, w_2 }, problem) {
    const { eigenvalues, angle, w_star, levels } = problem, w = [w_1, w_2];
    const w_tilde = regularizedMinimum(problem, w_star, alpha);
    const value = (at) => quadratic(problem, w_star, at) + alpha * 0.5 * dot(at, at);
    const lowest = value(w_tilde), stiffer = eigenvalues.map((eigenvalue) => eigenvalue + alpha);
    return {
      artists: {
        w_objective: [w], w_penalty: [w], w_regularized: [w],
        contours_penalty: levels.map((level) => ellipse([0, 0], [alpha, alpha], 0, level)),
        contours_regularized: levels.filter((level) => level > lowest)
          .map((level) => ellipse(w_tilde, stiffer, angle, level - lowest)),
        w_tilde: [w_tilde], w_tilde_label: [w_tilde],
      },
      readouts: {
        J: quadratic(problem, w_star, w), penalty: alpha * 0.5 * dot(w, w), J_regularized: value(w), w_tilde,
      },
    };
  },

  phase_map({ alpha, learning_rate }, { eigenvalue, steps, ceiling }) {
    const stiffness = eigenvalue + alpha, limit = 2 / stiffness;
    const factor = 1 - learning_rate * stiffness;
    const all = Array.from({ length: steps + 1 }, (_, t) => [t, factor ** t]);
    const end = all.findIndex(([, value]) => Math.abs(value) > ceiling);
    const component = end < 0 ? all : all.slice(0, end + 1);
    return {
      artists: { setting: [[learning_rate, alpha]], component, component_points: component },
      readouts: { factor, limit },
      landmarks: { learning_rate: [limit / 2, limit] },
      statuses: [[regime(stiffness, learning_rate), { limit }]],
    };
  },

  quadratic_approximation({ distance, direction }, problem) {
    const { X, y, w_star, minimum, third: cubic, no_third, small, floor } = problem;
    const v = rotate([1, 0], (direction * Math.PI) / 180), at = (t) => add(w_star, scale(t, v));
    const loss = (w) => X.reduce((sum, x, i) => sum + Math.log1p(Math.exp(dot(x, w))) - y[i] * dot(x, w), 0);
    const model = (w) => minimum + quadratic(problem, w_star, w);
    const apart = (t) => [t, Math.max(Math.abs(loss(at(t)) - model(at(t))), floor)];
    const w = at(distance), J = loss(w), approximation = model(w), error = J - approximation;
    const third = cubic.reduce((sum, c, k) => sum + c * v[0] ** (3 - k) * v[1] ** k, 0);
    const statuses = [[error > 0 ? "above" : "below", { size: Math.abs(error) }]];
    if (Math.abs(third) < small) statuses.push(["no_third", {}]);
    return {
      artists: {
        ...kept(problem, "curves", [direction], () => {
          const along = Array.from({ length: 81 }, (_, i) => (6 * i) / 80 - 3);
          return {
            J: along.map((t) => [t, loss(at(t))]), approximation: along.map((t) => [t, model(at(t))]),
            error: Array.from({ length: 61 }, (_, i) => apart(10 ** (i / 40 - 1))), direction: [at(-9), at(9)],
          };
        }),
        gap: [[distance, J], [distance, approximation]],
        at_J: [[distance, J]], at_approximation: [[distance, approximation]],
        circle: ellipse(w_star, [1, 1], 0, 0.5 * distance ** 2), w: [w], at_error: [apart(distance)],
      },
      readouts: { J, approximation, error, ratio: error / distance ** 3, third: unrounded([third])[0] },
      landmarks: { direction: no_third },
      statuses,
    };
  },

  regularized_minimum({ alpha, eigenvalue_1, eigenvalue_2, singular, w_star_1, w_star_2 }, problem) {
    const { angle, levels, far, floor, strong: factor } = problem, w_star = [w_star_1, w_star_2];
    const eigenvalues = [eigenvalue_1, singular ? 0 : eigenvalue_2], H = { eigenvalues, angle };
    const minimum = (a) => regularizedMinimum(H, w_star, a);
    const w_tilde = minimum(alpha), limit = minimum(0), pull = multiply(H, w_star);
    const size = (v) => Math.max(norm(v), floor), highest = Math.max(...eigenvalues);
    const condition = (highest + alpha) / (Math.min(...eigenvalues) + alpha);
    const weakAt = (a) => [a, size(subtract(minimum(a), limit))];
    const strongAt = (a) => [a, size(subtract(minimum(a), scale(1 / a, pull)))];
    const [[, weak], [, strong]] = [weakAt(alpha), strongAt(alpha)];
    const flat = rotate([0, far], angle), length = norm(pull);
    const statuses = [singular ? ["singular", { gap: norm(subtract(w_star, limit)) }] : ["definite", {}]];
    if (norm(limit) < floor) statuses.push(["origin", {}]);
    else if (alpha >= factor * highest) statuses.push(["strong", { error: strong }]);
    else if (alpha * factor <= (singular ? eigenvalue_1 : Math.min(...eigenvalues))) {
      statuses.push(singular ? ["weak_singular", { error: weak, condition }] : ["weak", { error: weak }]);
    }
    return {
      artists: {
        ...kept(problem, "curves", [eigenvalues, w_star], () => {
          const alphas = logSpaced(81);
          return {
            contours: levels.map((level) => ellipse(w_star, eigenvalues, angle, level)),
            path: [limit, ...alphas.map(minimum), [0, 0]],
            weak_curve: alphas.map(weakAt), strong_curve: alphas.map(strongAt),
          };
        }),
        valley: singular ? [subtract(w_star, flat), add(w_star, flat)] : [],
        ray: [[0, 0], scale(length > 0 ? far / length : 0, pull)],
        strong: [scale(1 / alpha, pull)], limit: [limit],
        w_star: [w_star], w_star_label: [w_star], w_tilde: [w_tilde], w_tilde_label: [w_tilde],
        alpha_line: [[alpha, 1e-6], [alpha, 1e4]],
        weak_at: [weakAt(alpha)], strong_at: [strongAt(alpha)],
      },
      readouts: { w_tilde, norm: norm(w_tilde), distance: norm(subtract(w_tilde, w_star)), condition_number: condition },
      landmarks: { alpha: eigenvalues },
      statuses,
    };
  },

  ridge_path({ alpha, few }, problem) {
    const data = problem[few ? "few" : "all"], { eigenvalues, numerators, constant, terms, best, labels } = data;
    const weights = (a) => numerators.map((row) => row.reduce((sum, m, i) => sum + m / (eigenvalues[i] + a), 0));
    const effective = (a) => eigenvalues.reduce((sum, value) => sum + value / (value + a), 0);
    const error = (a) => Math.sqrt(terms.reduce((sum, [value, p, q]) =>
      sum + (p + q / (value + a)) / (value + a), constant));
    const here = weights(alpha), lowest = error(best), excess = error(alpha) - lowest;
    const artists = {
      ...kept(problem, few, [], () => {
        const alphas = Array.from({ length: 71 }, (_, i) => 10 ** (i / 10 - 2)), paths = alphas.map(weights);
        const still = { best: [[best, lowest]] };
        for (const [id, f] of [["effective", effective], ["error", error]]) {
          still[`${id}_curve`] = alphas.map((a) => [a, f(a)]);
        }
        problem.names.forEach((name, j) => {
          still[`path_${name}`] = alphas.map((a, i) => [a, paths[i][j]]);
          still[`label_${name}`] = [[0.0025, labels[j]]];
          still[`leader_${name}`] = [[0.003, labels[j]], [alphas[0], paths[0][j]]];
        });
        return still;
      }),
      coefficients_line: [[alpha, -35], [alpha, 42]],
      effective_line: [[alpha, 0], [alpha, 10.5]],
      error_line: [[alpha, 50], [alpha, 82]],
      effective_at: [[alpha, effective(alpha)]],
      error_at: [[alpha, error(alpha)]],
    };
    problem.names.forEach((name, j) => { artists[`at_${name}`] = [[alpha, here[j]]]; });
    const where = Math.abs(alpha / best - 1) < 0.02 ? "best" : alpha < best ? "below" : "above";
    return {
      artists,
      readouts: { effective: effective(alpha), error: error(alpha), lowest, norm: Math.hypot(...here) },
      landmarks: { alpha: [eigenvalues[9], best, eigenvalues[0]] },
      statuses: [[where, { best, excess }]],
    };
  },

  rotate_scale_rotate({ alpha, angle: degrees, eigenvalue_1, eigenvalue_2, w_star_1, w_star_2 }, problem) {
    const { levels, repeated, far, named } = problem, angle = (degrees * Math.PI) / 180;
    const eigenvalues = [eigenvalue_1, eigenvalue_2], w_star = [w_star_1, w_star_2];
    const stiffer = eigenvalues.map((value) => value + alpha);
    const components = rotate(w_star, -angle);
    const factors = eigenvalues.map((value) => shrinkage(value, alpha));
    const scaled = components.map((value, i) => factors[i] * value), w_tilde = rotate(scaled, angle);
    const artists = { ghost: [[0, 0], [components[0], 0], components], star_scaled: [components], star_back: [w_star] };
    for (const [i, q] of [rotate([1, 0], angle), rotate([0, 1], angle)].entries()) {
      const end = scale(named / Math.max(Math.abs(q[0]), Math.abs(q[1])), q);
      artists[`axis_${i + 1}_given`] = artists[`axis_${i + 1}_back`] = [scale(-far, q), end];
      artists[`q_${i + 1}_given`] = artists[`q_${i + 1}_back`] = [end];
    }
    for (const [id, end, turn, curvatures] of [["given", components, angle, eigenvalues],
      ["turned", components, 0, eigenvalues], ["scaled", scaled, 0, stiffer], ["back", scaled, angle, stiffer]]) {
      const corner = rotate([end[0], 0], turn), point = rotate(end, turn);
      artists[`contours_${id}`] = levels.map((level) => ellipse(point, curvatures, turn, level));
      artists[`step_1_${id}`] = arrow([0, 0], corner, 0.07);
      artists[`step_2_${id}`] = arrow(corner, subtract(point, corner), 0.07);
      artists[`point_${id}`] = [point];
    }
    const length = norm(w_star), lost = eigenvalue_1 === 0 && eigenvalue_2 === 0;
    const statuses = [length === 0 ? ["origin", {}] : lost ? ["lost", {}]
      : ["shrunk", { ratio: norm(unrounded(w_tilde)) / length }]];
    if (Math.abs(eigenvalue_1 - eigenvalue_2) < repeated) statuses.push(["repeated", {}]);
    if (!lost && eigenvalues.includes(0)) statuses.push(["zero", {}]);
    return {
      artists,
      readouts: { components: unrounded(components), factors, scaled: unrounded(scaled), w_tilde: unrounded(w_tilde) },
      landmarks: { alpha: eigenvalues, eigenvalue_2: [0, eigenvalue_1] },
      statuses,
    };
  },

  shrinkage({ alpha, eigenvalue_1, eigenvalue_2, eigenvalue_3, singular }, problem) {
    const { label_shift, bar } = problem;
    const eigenvalues = [eigenvalue_1, eigenvalue_2, singular ? 0 : eigenvalue_3];
    const alphas = logSpaced(81), factors = eigenvalues.map((value) => shrinkage(value, alpha));
    const artists = { alpha_line: [[alpha, 0], [alpha, 1.05]], alpha_stack: [[alpha, 0], [alpha, 3.15]] };
    const curves = eigenvalues.map((value, i) =>
      kept(problem, i, [value], () => alphas.map((a) => [a, shrinkage(value, a)])));
    Object.assign(artists, kept(problem, "areas", eigenvalues, () => {
      let floor = alphas.map((a) => [a, 0]);
      const areas = Object.fromEntries(curves.map((curve, i) => {
        const ceiling = floor.map(([a, height], k) => [a, height + curve[k][1]]);
        const area = [...floor, ...[...ceiling].reverse()];
        floor = ceiling;
        return [`area_${i + 1}`, area];
      }));
      return { ...areas, total: floor };
    }));
    let bottom = 0;
    eigenvalues.forEach((value, i) => {
      const [at, half] = value > 0 ? [value, 0.5] : [1e-3, 0], n = i + 1;
      const top = bottom + factors[i];
      artists[`curve_${n}`] = curves[i];
      artists[`half_${n}`] = [[half ? at : 1e-9, half]];
      artists[`at_${n}`] = [[alpha, factors[i]]];
      const shared = eigenvalues.slice(0, i).filter((other) => half && at / other > 0.45 && at / other < 2.2);
      artists[`label_${n}`] = [[at * label_shift[0], half + label_shift[1] + shared.length * label_shift[2]]];
      artists[`bar_${n}`] = [[alpha / bar, bottom], [alpha * bar, bottom], [alpha * bar, top], [alpha / bar, top]];
      bottom = top;
    });
    const [factor_1, factor_2, factor_3] = factors, most = factors.filter((factor) => factor > 0.5).length;
    return {
      artists,
      readouts: { factor_1, factor_2, factor_3, effective: bottom },
      landmarks: { alpha: eigenvalues },
      statuses: [[`kept_${most}`, {}], ...(singular ? [["zero", {}]] : [])],
    };
  },
};

// --- Front end ----------------------------------------------------------------------------------

// Three significant digits; the twin of format_number in figures/_live.py.
export function format(value) {
  if (Array.isArray(value)) return `(${value.map(format).join(", ")})`;
  const size = Math.abs(value);
  if (size && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(1).split("e");
    const power = String(Number(exponent)).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
    return `${mantissa.replace("-", "−")} × 10${power}`;
  }
  // 0.9996 has the digits of what it is rounded to: 1.00, not 1.000.
  return value.toFixed(decimals(Number(size.toFixed(decimals(size))))).replace("-", "−");
}

const decimals = (size) => (size ? clamp(2 - Math.floor(Math.log10(size)), 0, 4) : 0);

// A value a link may carry: a finite decimal number inside the slider's range, or else undefined.
export function accepted(text, minimum, maximum) {
  if (typeof text !== "string" || text.length > 40) return undefined;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && minimum <= value && value <= maximum ? value : undefined;
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// Data coordinates to the drawing's, and back.
const onAxis = ([slope, offset, logarithmic], value) =>
  clamp(slope * (logarithmic ? Math.log10(value) : value) + offset, -1e4, 1e4);
const offAxis = ([slope, offset, logarithmic], value) =>
  logarithmic ? 10 ** ((value - offset) / slope) : (value - offset) / slope;

// To hundredths of a point: a path has thousands of numbers.
const hundredths = (value) => Math.round(value * 100) / 100;

// One artist of one panel: returns a function that moves it to points in data coordinates. A line
// or an outline goes through them; a stamp, a marker or a word, is put at each.
function mover(element, { kind, shape }, { x, y }) {
  let part = element.querySelector("path, polyline, polygon");
  const place = ([a, b]) => [onAxis(x, a), onAxis(y, b)], pair = ([a, b]) => `${hundredths(a)} ${hundredths(b)}`;
  const at = ([a, b]) => `${hundredths(onAxis(x, a))} ${hundredths(onAxis(y, b))}`;
  const arcs = ({ centre, ends }) => {
    const middle = place(centre), [first, second] = ends.map((end) => subtract(place(end), middle));
    const radius = norm(first), turn = radius > 0.005 ? Math.atan2(first[1], first[0]) : 0;
    const arc = `A${pair([radius, norm(second)])} ${hundredths((turn * 180) / Math.PI)} 1 0 `;
    const [start, end] = [add, subtract].map((step) => pair(step(middle, first)));
    return `M${start}${arc}${end}${arc}${start}Z`;
  };
  const closed = kind === "fill" || Array.isArray(shape), end = closed ? "Z" : "";
  const data = (line) => (line.centre ? arcs(line) : `M${line.map(at).join("L")}${end}`);
  const corners = (point) => {
    const middle = place(point);
    return shape.map((corner) => pair(add(middle, corner)));
  };
  const stamps = (points) => {
    const one = points.length === 1 && points[0];
    if (closed) return one ? corners(one).join(" ") : points.map((point) => `M${corners(point).join("L")}Z`).join("");
    return one ? `${at(one)} ${at(one)}` : points.map((point) => `M${at(point)}${shape}`).join("");
  };
  const drawn = (value) => {
    if (kind === "stamp") return stamps(value);
    const many = value.length && (value[0].centre || Array.isArray(value[0][0]));
    const lines = (many ? value : [value]).filter((line) => line.centre || line.length);
    return lines.length === 1 && !lines[0].centre ? lines[0].map(at).join(" ") : lines.map(data).join("");
  };
  // One line is given by `points`: a browser takes a path's `d` for a style, and matches all rules of the page anew.
  return onChange((text) => {
    const tag = !text || text[0] === "M" ? "path" : closed ? "polygon" : "polyline";
    if (part.localName !== tag) {
      const other = document.createElementNS(part.namespaceURI, tag);
      part.replaceWith(other);
      part = other;
    }
    part.setAttribute(tag === "path" ? "d" : "points", text);
  }, drawn);
}

// A function that puts what `write` makes of its argument, unless it is what was put last: what stays
// must not cost the browser a layout.
function onChange(put, write) {
  let last, from;
  return (value) => {
    if (value !== undefined && value === from) return; // the very points: see `kept`
    const text = write(from = value);
    if (text !== last) put(last = text);
  };
}

// A new text in the place of the old one: a node put in its place costs a frame three times as much.
// But not where somebody has taken the text apart: a search that marks words, a translator.
function setText(element, text) {
  const node = element.firstChild;
  if (!node?.data || node.nextSibling) element.textContent = text;
  else if (node.data !== text) node.data = text;
}

// Which way a key moves a slider, in hundredths of its length. Browsers do not agree: where a slider
// has no steps, an arrow key means 1 to Firefox, which may be all of it.
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
  Home: -Infinity, End: Infinity };

// Let keys and fingers move a slider alike in every browser; it then says so, as if the browser had.
function takeSlider(input) {
  let finger = null;
  const { min, max } = input, length = max - min;
  const put = (position) => {
    input.value = clamp(position, min, max);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  input.addEventListener("keydown", (event) => {
    const steps = KEYS[event.key];
    if (!steps || event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own
    event.preventDefault();
    const to = Number(input.value) + (steps * length) / (event.shiftKey ? 1000 : 100); // finer, as a handle
    put(Number(to.toPrecision(12))); // a link would show the rounding of a sum
  });

  // A browser moves the slider where a finger comes down. Here the finger sets it when it goes to the
  // side or is lifted; when it goes up or down the browser scrolls the page, and takes the finger away.
  const along = ({ clientX }) => {
    const { left, width } = input.parentNode.getBoundingClientRect();
    return Number(min) + ((clientX - finger.off - left) / width) * length;
  };
  input.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    const from = Number(input.value);
    finger = { x: event.clientX, y: event.clientY, from, at: from, off: 0 };
    // On the thumb it holds the place that it took.
    const { width } = input.parentNode.getBoundingClientRect();
    const off = ((along(event) - from) / length) * width;
    if (Math.abs(off) <= (input.getBoundingClientRect().width - width) / 2) finger.off = off;
  });
  input.addEventListener("pointermove", (event) => {
    if (!finger) return;
    const across = Math.abs(event.clientX - finger.x), down = Math.abs(event.clientY - finger.y);
    finger.drags = finger.drags || (across > 4 && across > down);
    if (finger.drags) put(along(event));
  });
  for (const type of ["pointerup", "pointercancel"]) {
    input.addEventListener(type, (event) => {
      if (!finger) return;
      if (type === "pointerup") put(along(event));
      else if (finger.drags) put(finger.from);
      finger = null;
    });
  }
  for (const type of ["input", "change"]) {
    input.addEventListener(type, (event) => {
      if (finger && event.isTrusted) { // where the browser has put it meanwhile
        event.stopImmediatePropagation();
        input.value = finger.at;
      } else if (finger) finger.at = Number(input.value);
    });
  }
}

// Leave a figure still, and say so.
function leaveStill(figure, words, error) {
  figure.querySelectorAll("input, button").forEach((control) => { control.disabled = true; });
  delete figure.dataset.live;
  figure.dataset.failed = "true";
  figure.querySelector(".live-message").textContent = words.failed;
  if (globalThis.console) console.warn(`live figure ${figure.id}:`, error);
  return null;
}

// Bring one <figure class="live-figure"> alive. `changed` hears what the reader sets. `addressed`
// says whether an address can hold the figure's state: if not, the reader gets a line of Python.
// Returns { set(values), values, … } or null when the figure must stay still.
export function hydrate(figure, state, changed = () => {}, addressed = true) {
  try {
    return bringAlive(figure, state, changed, addressed);
  } catch (error) { // an old browser, which lacks something
    return leaveStill(figure, state.words, error);
  }
}

function bringAlive(figure, state, changed, addressed) {
  const all = (selector) => [...figure.querySelectorAll(selector)];
  const values = { ...state.parameters };
  const panels = all(".live-panel"), stills = panels.map((panel) => panel.innerHTML);
  const outputs = Object.fromEntries(all("output").map((output) => [output.name, output]));
  const [box, message] = all(".live-statuses, .live-message");
  const sliders = Object.create(null), shown = {}, marked = {}, movers = [];

  function fail(error) {
    panels.forEach((panel, i) => { panel.innerHTML = stills[i]; });
    return leaveStill(figure, state.words, error);
  }

  function showSlider(name) {
    const input = sliders[name], value = values[name];
    if (input.type === "checkbox") {
      input.checked = value;
      for (const key of Object.keys(state.stills[name])) {
        all(`[name="${key}"], [data-slider="${key}"]`).forEach((control) => { control.disabled = value; });
        showSlider(key);
      }
      return;
    }
    const position = input.dataset.scale === "log10" ? Math.log10(value) : value;
    // Not for a rounding: log₁₀ 10ˣ is not always x, and the browser would lay out its slider again.
    if (Math.abs(input.value - position) > 1e-12) input.value = position;
    // A switch that is on may put a number in its place.
    const by = Object.keys(state.stills).find((key) => values[key] && name in state.stills[key]);
    const shown = format(by ? state.stills[by][name] : value);
    input.setAttribute("aria-valuetext", `${input.dataset.symbol} = ${shown}`);
    setText(input.word ??= input.closest(".live-slider").querySelector(".live-value"), shown);
  }

  function show({ artists, readouts, landmarks = {}, statuses = [] }) {
    for (const [move, id] of movers) move(artists[id]);
    for (const [name, value] of Object.entries(readouts)) {
      const text = JSON.stringify(value), output = outputs[name];
      if (text === output.last) continue;
      output.dataset.value = output.last = text;
      setText(output, format(value));
    }
    for (const [name, marks] of Object.entries(landmarks)) {
      if (marked[name] === (marked[name] = marks.join())) continue;
      const { min, max, dataset } = sliders[name];
      const buttons = sliders[name].marks ??= all(`.live-landmark[data-slider="${name}"]`);
      buttons.forEach((button, i) => {
        const position = dataset.scale === "log10" ? Math.log10(marks[i]) : marks[i];
        const at = (position - min) / (max - min), mark = button.parentNode;
        button.dataset.value = marks[i];
        mark.hidden = !(at >= 0 && at <= 1);
        button.setAttribute("aria-label", `${button.textContent}: ${dataset.symbol} = ${format(marks[i])}`);
        button.at = clamp(at, 0, 1);
        mark.style.left = `${(100 * button.at).toFixed(2)}%`;
      });
      spread(buttons);
    }
    const said = statuses.map(([key, numbers]) => [key, state.statuses[key].replace(/\{(\w+)\}/g,
      (_, name) => format(numbers[name]))]);
    const lines = box.children;
    while (lines.length > said.length) box.lastChild.remove();
    said.forEach(([key, text], i) => {
      const line = lines[i] ?? box.appendChild(document.createElement("p"));
      if (line.dataset.status !== key) line.dataset.status = key;
      setText(line, text);
    });
    for (const name of Object.keys(sliders)) {
      if (values[name] !== shown[name]) showSlider(name);
      shown[name] = values[name];
    }
  }

  function set(news, byReader = false) {
    const before = { ...values };
    Object.assign(values, news);
    try {
      show(updates[state.name](values, state.problem));
    } catch (error) {
      return fail(error);
    }
    if (byReader) changed(news);
    // The link that was spoken of is of another state now.
    if (message.textContent && Object.keys(news).some((name) => values[name] !== before[name])) {
      message.textContent = "\xa0";
    }
    return values;
  }

  // What a range input, a handle or a link asks for, kept inside the slider.
  const range = (name) => ["min", "max"].map((end) => {
    const position = Number(sliders[name][end]);
    return sliders[name].dataset.scale === "log10" ? 10 ** position : position;
  });
  const within = (name, value) => clamp(value, ...range(name));

  // What comes from elsewhere (a kernel, a link between widgets, a script) is refused where Python
  // would refuse it, and the figure says so. The ends of a logarithmic slider may be a rounding away.
  function ask(news) {
    const taken = {}, refused = [];
    for (const [name, value] of Object.entries(news)) {
      if (!sliders[name]) continue;
      const [low, high] = sliders[name].type === "checkbox" ? [false, true] : range(name);
      const end = [low, high].find((limit) => Math.abs(value - limit) <= 1e-12 * Math.abs(limit));
      if (typeof value === typeof low && low <= value && value <= high) taken[name] = value;
      else if (typeof value === "number" && typeof end === "number") taken[name] = end;
      else {
        const word = state.words[typeof low === "number" ? "refused" : "refused_switch"];
        const [minimum, maximum] = [low, high].map((limit) => Number(limit).toPrecision(6) / 1);
        const said = { name, value, minimum, maximum };
        refused.push(word.replace(/\{(\w+)\}/g, (_, key) => said[key]));
      }
    }
    set(taken);
    if (refused.length) message.textContent = refused.join(" ");
    return values;
  }

  function takeHandle(button, frame, { x, y }) {
    const to = (px, py) => set({
      [x]: within(x, offAxis(frame.x, px)), [y]: within(y, offAxis(frame.y, py)) }, true);
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      button.setPointerCapture(event.pointerId);
      button.focus({ preventScroll: true }); // it is in sight, and must not move under the pointer
      event.preventDefault();
    });
    button.addEventListener("pointermove", (event) => {
      if (!button.hasPointerCapture(event.pointerId)) return;
      const box = button.closest(".live-panel").getBoundingClientRect();
      to(((event.clientX - box.left) / box.width) * frame.size[0],
        ((event.clientY - box.top) / box.height) * frame.size[1]);
    });
    button.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 1 : 6;
      const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] || [];
      if (dx === undefined) return;
      event.preventDefault();
      to(onAxis(frame.x, values[x]) + dx, onAxis(frame.y, values[y]) + dy);
    });
  }

  // Take from a link's "alpha=0.3&…" what is a number inside its slider; ignore the rest.
  function follow(query) {
    const wanted = Object.create(null);
    for (const [name, text] of new URLSearchParams(query.slice(0, 2000))) {
      if (!sliders[name] || name in wanted) continue;
      const value = sliders[name].type === "checkbox"
        ? ["0", "1"].includes(text) ? text === "1" : undefined : accepted(text, ...range(name));
      if (value !== undefined) wanted[name] = value;
    }
    set(wanted, true);
  }

  // Put the figure's state into the page's address.
  function address() {
    const query = Object.entries(values).map(([name, value]) => `${name}=${Number(value)}`).join("&");
    const hash = `#${figure.id}?${query}`;
    try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
    return location.href;
  }

  // The Python that makes the figure as it is.
  const call = () => state.call.replace("{}", Object.entries(values).map(([name, value]) =>
    `${name}=${typeof value === "number" ? value : value ? "True" : "False"}`).join(", "));

  async function link() {
    const text = addressed ? address() : call(), kind = addressed ? "" : "_call";
    const say = (key) => { message.textContent = state.words[key + kind].replace("{call}", text); };
    const late = setTimeout(say, 1000, "not_copied"); // while the browser asks, or says nothing
    let word = "not_copied";
    try {
      await navigator.clipboard.writeText(text);
      word = "copied";
    } catch { /* Refused. */ }
    clearTimeout(late);
    say(word);
  }

  try {
    for (const panel of panels) {
      const frame = state.panels[panel.dataset.panel];
      for (const [id, spec] of Object.entries(frame.artists)) {
        movers.push([mover(panel.querySelector(`[data-artist="${id}"]`), spec, frame), id]);
      }
      for (const button of panel.querySelectorAll(".live-handle")) {
        const handle = state.handles[button.dataset.handle];
        const across = () => (100 * onAxis(frame.x, values[handle.x])) / frame.size[0];
        const down = () => (100 * onAxis(frame.y, values[handle.y])) / frame.size[1];
        // One by one, and not the button itself: or the browser matches all rules of the page anew.
        for (const [side, place] of [["left", across], ["top", down]]) {
          movers.push([onChange((text) => { button.parentNode.style[side] = text; }, () => `${place().toFixed(3)}%`)]);
        }
        takeHandle(button, frame, handle);
      }
    }
    for (const input of all("input")) {
      sliders[input.name] = input;
      if (input.type === "range") takeSlider(input);
      // Of what some assistive technology sets, the browser tells the end alone.
      for (const type of ["input", "change"]) {
        input.addEventListener(type, () => {
          const position = Number(input.value);
          set({ [input.name]: input.type === "checkbox" ? input.checked
            : input.dataset.scale === "log10" ? 10 ** position : position }, true);
        });
      }
    }
    for (const button of all(".live-landmark")) {
      button.addEventListener("click", () => set(
        { [button.dataset.slider]: within(button.dataset.slider, Number(button.dataset.value)) }, true));
    }
    figure.querySelector(".live-reset").addEventListener("click", () => set({ ...state.parameters }, true));
    const button = figure.querySelector(".live-link");
    button.addEventListener("click", link);
    if (!addressed) button.textContent = state.words.call;
    all("input, button").forEach((control) => { control.disabled = false; });
    if (!set({})) return null;
    [...figure.children].forEach((part) => keeper?.observe(part));
    figure.dataset.live = "true";
  } catch (error) {
    return fail(error);
  }
  return { set: ask, follow, values, address, size: (factor) => sizeType(figure, factor),
    agree: () => Object.keys(sliders).forEach(showSlider) };
}

// A figure is as high as its parts, and says so itself: then what moves in it cannot move the page, and
// the browser need not look. What it says keeps the largest height it has had at this width: as its
// numbers change, nothing below may jump. The browser measures, after its own layout.
const keeper = globalThis.ResizeObserver && new ResizeObserver((boxes) => {
  if (leave) return; // behind an enlarged figure the page stays as it was
  const figures = new Set();
  for (const { target, contentRect: { width, height } } of boxes) {
    if (!target.parentNode || target.closest("[data-enlarged]")) continue;
    figures.add(target.parentNode);
    if (target.matches("figcaption")) wake();
    if (!target.matches(".live-statuses, .live-readouts")) continue;
    if (target.keptAt === width) target.style.minHeight = `${height}px`;
    else {
      target.keptAt = width;
      requestAnimationFrame(() => {
        target.style.minHeight = "";
        keeper.observe(target);
      });
    }
  }
  for (const { style } of figures) style.cssText = "";
  for (const figure of figures) {
    figure.style.cssText = `height: ${getComputedStyle(figure).height}; contain: size layout`;
  }
});

// Landmarks whose words would meet, or leave the slider: the words move aside, the tick does not.
// In em, on a slider about 20 wide.
function spread(buttons) {
  const shown = buttons.filter((button) => !button.parentNode.hidden).sort((a, b) => a.at - b.at);
  const halves = shown.map((button) => parseFloat(button.style.width) / 2);
  const middles = [];
  shown.reduce((edge, { at }, i) => (middles[i] = Math.max(20 * at, edge + halves[i])) + halves[i], -0.6);
  shown.reduceRight((edge, button, i) => {
    middles[i] = Math.min(middles[i], edge - halves[i]);
    button.style.marginLeft = `${(middles[i] - 20 * button.at - halves[i]).toFixed(2)}em`;
    return middles[i] - halves[i];
  }, 20.6);
}

// Letters of a drawing at least as large as the words around it; at factor 0, as they were drawn.
function sizeType(figure, factor) {
  // WebKit leaves a slider's value the width that it had in letters of another size.
  const texts = figure.querySelectorAll(".live-value");
  for (const display of ["none", ""]) {
    texts.forEach(({ style }) => { style.display = display; });
    figure.offsetWidth;
  }
  const size = factor * parseFloat(getComputedStyle(figure).fontSize);
  for (const word of figure.querySelectorAll("svg [data-em] > *")) {
    word.removeAttribute("style");
    const svg = word.ownerSVGElement, frame = svg.viewBox.baseVal;
    const times = size / word.parentNode.dataset.em / svg.getScreenCTM().a;
    const { x, y, width, height } = word.getBBox();
    if (!(times > 1 && width && height)) continue;
    // It grows from its middle, at an axis away from the axis, and no further than the drawing's edge.
    const from = (share, low, length, end) => (clamp(low + share * length,
      ((low + length) * times - end) / (times - 1), (low * times) / (times - 1)) - low) / length;
    const across = from(word.closest("[id$=axis_2]") ? 1 : 0.5, x, width, frame.width);
    const down = from(word.closest("[id$=axis_1]") ? 0 : 0.5, y, height, frame.height);
    word.style.cssText = `transform-origin: ${100 * across}% ${100 * down}%; transform: scale(${times})`;
  }
}

// From the first move of a figure on, what is out of sight is left out of every frame: code and
// equations, each of which can scroll, cost a slow phone more than the figure does. Each part keeps
// the size it has, so that nothing moves.
let resting = false;
function rest() {
  if (resting) return;
  resting = true;
  const parts = [...document.querySelectorAll("article, .bd-sidebar")].flatMap(blocks);
  const sizes = parts.map((part) => {
    const { width, height } = part.getBoundingClientRect(), style = getComputedStyle(part);
    const around = (sides) => sides.reduce((sum, side) => sum
      + parseFloat(style[`padding${side}`]) + parseFloat(style[`border${side}Width`]), 0);
    return `${width - around(["Left", "Right"])}px ${height - around(["Top", "Bottom"])}px`;
  });
  parts.forEach((part, i) => {
    part.style.containIntrinsicSize = sizes[i];
    part.classList.add("live-rest");
  });
}

// What is shown in a part of the page, figures apart: sections, and the blocks of one beside a figure's,
// which may be in sight with it. The margins of a folded solution reach out of it: of that, the blocks alone.
function blocks(part) {
  const parts = [...part.children].filter((child) => child.checkVisibility?.() ?? true);
  const live = parts.map((child) => child.matches(".live-figure") || child.querySelector(".live-figure"));
  return parts.flatMap((child, i) => {
    if (child.matches(".live-figure")) return [];
    if (live[i] || child.matches(".tag_hide-cell")) return blocks(child);
    return child.matches("section") && (live[i - 1] || live[i + 1]) ? [child, ...blocks(child)] : [child];
  });
}

// In a window of another width, or in larger letters, they have other sizes; and so has a caption.
function wake() {
  resting = false;
  document.querySelectorAll(".live-rest").forEach((part) => part.classList.remove("live-rest"));
}

// While a figure is enlarged, the function that brings the page back, or `next` into sight.
let leave = null;

// One figure over the whole window, and over the screen where the browser lets it.
async function enlarge(figure) {
  const focused = document.activeElement, { scrollX, scrollY } = globalThis;
  const still = [], over = new AbortController(), fit = () => sizeType(figure, 1);
  // Escape that closes a dialog may take the screen as well: then the window is left, and the figure on it.
  let closed = -Infinity;
  const searching = () => document.querySelector("dialog[open]") || performance.now() - closed < 500;
  addEventListener("close", () => { closed = performance.now(); }, { capture: true, signal: over.signal });
  // A dialog that opens later, such as the search, must not open dead.
  for (let part = figure; part !== document.body; part = part.parentElement) {
    still.push(...[...part.parentElement.children].filter((other) => other !== part && !other.inert && !other.matches("dialog")));
  }
  const put = (on) => {
    figure.toggleAttribute("data-enlarged", on);
    document.documentElement.classList.toggle("live-behind", on);
    still.forEach((part) => { part.inert = on; });
  };
  leave = (next) => {
    leave = null;
    over.abort();
    put(false);
    sizeType(figure, 0);
    document.querySelectorAll("figure[data-live] > *").forEach((part) => keeper?.observe(part));
    focused.focus({ preventScroll: true });
    const restore = () => (next ? next.scrollIntoView()
      : scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }));
    restore();
    // The browser, too, goes back to where it was; but that was with the figure out of its place. And
    // it gives the screen back in its own time, with the page of another width meanwhile.
    const settled = new AbortController();
    const again = () => {
      restore();
      requestAnimationFrame(() => settled.signal.aborted || restore());
    };
    again();
    for (const type of ["resize", "fullscreenchange"]) addEventListener(type, again, { capture: true, signal: settled.signal });
    for (const type of ["wheel", "keydown", "pointerdown"]) {
      addEventListener(type, () => settled.abort(), { capture: true, passive: true, signal: settled.signal });
    }
    setTimeout(() => settled.abort(), 1500);
    if (document.fullscreenElement) document.exitFullscreen();
  };
  put(true);
  if (!figure.contains(focused)) figure.focus();
  fit();
  addEventListener("resize", fit, over);
  try {
    // The page, not the figure: browsers print an element on the screen over every sheet.
    await document.documentElement.requestFullscreen();
    // The browser takes Escape for itself when it has given the screen.
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || searching() || leave(), over);
    if (over.signal.aborted) document.exitFullscreen();
  } catch { /* Refused, or not known: the window does. */ }
}

const toggle = (figure) => (leave ? leave() : enlarge(figure));

function onKey({ target, key, code, ctrlKey, metaKey, altKey, repeat }) {
  if (ctrlKey || metaKey || altKey || repeat || !target.closest) return;
  if (document.querySelector("dialog[open]")) return; // it has the keys; when closed, it may keep the focus
  const figure = target.closest("figure[data-live]");
  if (key === "Escape") leave?.();
  // By its place too: with a Korean keyboard F is another letter.
  else if (figure && (key === "f" || code === "KeyF")) toggle(figure);
}

// Bring every figure of a built page alive, and follow its address to a figure's state.
export function mountAll(root = document) {
  const alive = Object.create(null);
  const addressed = /^(https?|file):$/.test(location.protocol); // not a page within a page's text
  for (const figure of root.querySelectorAll("figure.live-figure")) {
    const script = figure.nextElementSibling, button = figure.querySelector(".live-enlarge");
    alive[figure.id] = hydrate(figure, JSON.parse(script.textContent), rest, addressed);
    figure.tabIndex = -1;
    button.hidden = !alive[figure.id];
    button.addEventListener("click", () => toggle(figure));
  }
  addEventListener("keydown", onKey, true); // before Escape closes a dialog
  const there = () => {
    const [name, query] = decode(location.hash.slice(1)).split("?");
    return query === undefined || !alive[name] ? [] : [name, query];
  };
  const follow = () => {
    const [name, query] = there();
    if (!name) return;
    const figure = root.getElementById(name);
    alive[name].follow(query);
    if (!figure.hasAttribute("data-enlarged")) leave?.(figure);
    figure.scrollIntoView();
    figure.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  follow();
  // WebKit, back at the page, puts its controls where they were at first, in a task after this event.
  // What a browser has kept of the page may be ahead of the address.
  addEventListener("pageshow", ({ persisted }) => {
    setTimeout(() => { for (const figure of Object.values(alive)) figure?.agree(); });
    if (persisted && there().length) alive[there()[0]].address();
  });
  return alive;
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

// JupyterLab: the same markup, with the model's traits in place of the page's state.
function render({ model, el }) {
  const state = model.get("_state"), { name } = state;
  // No two views on a page share an id, be they of one figure or of two; each may run this file anew.
  const views = globalThis.liveViews ??= Object.create(null);
  views[name] = (views[name] ?? 0) + 1;
  const own = views[name] > 1 ? `${name}-${views[name]}` : name;
  el.innerHTML = model.get("_markup").replace(new RegExp(`(["#])${name}-`, "g"), `$1${own}-`)
    .replace(` id="${name}"`, ` id="${own}"`);
  // Or → on a slider would be JupyterLab's, and go to the next cell.
  for (const control of el.querySelectorAll("input, button")) control.dataset.lmSuppressShortcuts = "true";
  const keys = Object.keys(state.parameters);
  const figure = hydrate(el.querySelector("figure"), state, (news) => {
    for (const [key, value] of Object.entries(news)) model.set(key, value);
    model.save_changes();
  }, false);
  if (!figure) return undefined;
  const hear = (key) => {
    if (model.get(key) === figure.values[key]) return;
    figure.set({ [key]: model.get(key) });
    if (model.get(key) === figure.values[key]) return;
    model.set(key, figure.values[key]); // it was refused
    model.save_changes();
  };
  keys.forEach(hear);
  const heard = keys.map((key) => {
    const listen = () => hear(key);
    model.on(`change:${key}`, listen);
    return () => model.off(`change:${key}`, listen);
  });
  return () => heard.forEach((stop) => stop());
}

export default { render };
