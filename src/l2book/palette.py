"""One palette: one colour per object in every figure, caption and equation, in light and in dark.

The colours come from a colour-blind-safe set and keep a contrast of at least 4.5 : 1 on their
paper. `book/notation.md` lists them for readers.
"""

from livefig import Palette

PALETTE = Palette(
    {
        "objective": ("#0b61a4", "#79c0ff"),  # J, its contours, its gradient and w*
        "penalty": ("#b3361b", "#ff9b80"),  # αΩ, its circles and αw
        "regularized": ("#7a3e9d", "#d2a8ff"),  # J̃, its contours, its gradient and w̃
        "descent": ("#00705a", "#56d4b0"),  # a path of gradient descent
        "component_1": ("#8a5a00", "#e3b341"),  # what lies along the first eigenvector
        "component_2": ("#b0307c", "#ff8ac7"),  # what lies along the second
    }
)

#: As Matplotlib draws them, on white.
COLOURS = {name: colour for name, colour in PALETTE.light.items() if name != "accent"}

#: Matplotlib's settings for every drawing of the book.
STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": COLOURS["ink"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.titlecolor": COLOURS["ink"],
    "axes.grid": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.labelsize": 10,
    "grid.color": COLOURS["grid"],
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "text.color": COLOURS["ink"],
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "mathtext.fontset": "cm",
    "lines.linewidth": 1.6,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "svg.fonttype": "path",
}
