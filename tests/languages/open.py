"""What is not translated yet: a list that may only become shorter."""

#: Pages whose catalogue has open messages. A message that is open is shown in English.
PAGES: tuple[str, ...] = ()
#: Figures without words in the language.
FIGURES: tuple[str, ...] = ()
