"""What is not translated yet: a list that may only become shorter."""

#: Pages whose catalogue has open messages. A message that is open is shown in English.
PAGES: tuple[str, ...] = (
    "notebooks/08_ridge_regression",
    "notebooks/09_weight_decay_in_practice",
    "book/study-group",
)
#: Figures without words in the language.
FIGURES: tuple[str, ...] = (
    "adam",
    "bias_variance",
    "filters",
    "ridge_path",
)
