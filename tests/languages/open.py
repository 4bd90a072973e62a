"""What is not translated yet: a list that may only become shorter."""

#: Pages whose catalogue has open messages. A message that is open is shown in English.
PAGES: tuple[str, ...] = (
    "notebooks/01_l2_penalty",
    "notebooks/02_gradient",
    "notebooks/03_weight_decay",
    "notebooks/06_eigendecomposition",
    "notebooks/07_geometry",
    "notebooks/08_ridge_regression",
    "notebooks/09_weight_decay_in_practice",
    "book/study-group",
)
#: Figures without words in the language.
FIGURES: tuple[str, ...] = (
    "adam",
    "balance",
    "bias_variance",
    "cover",
    "descent",
    "filters",
    "geometry",
    "gradient",
    "harm",
    "penalty",
    "phase_map",
    "ridge_path",
    "rotate_scale_rotate",
    "shrinkage",
    "trade_off",
)
