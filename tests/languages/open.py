"""What is not translated yet: a list that may only become shorter."""

#: Pages whose catalogue has open messages. A message that is open is shown in English.
PAGES: tuple[str, ...] = (
    "notebooks/01_l2_penalty",
    "notebooks/02_gradient",
    "notebooks/03_weight_decay",
    "notebooks/04_quadratic_approximation",
    "notebooks/05_regularized_minimum",
    "notebooks/06_eigendecomposition",
    "notebooks/07_geometry",
    "book/study-group",
)
#: Figures without words in the language.
FIGURES: tuple[str, ...] = (
    "balance",
    "cover",
    "descent",
    "geometry",
    "gradient",
    "harm",
    "penalty",
    "phase_map",
    "quadratic_approximation",
    "regularized_minimum",
    "rotate_scale_rotate",
    "shrinkage",
    "trade_off",
    "two_springs",
)
