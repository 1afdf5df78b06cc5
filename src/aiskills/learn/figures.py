"""House style of the figures: readable sizes, a palette safe for colour-blind eyes, light pages."""

# The palette of Okabe and Ito, in the order that keeps neighbours apart. Yellow is left out: on white it is too pale.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")

SHARP = 1.5  # dots of a published picture for each pixel: sharp on dense screens without four times the bytes


def style():
    """Set Matplotlib's defaults for this notebook. Call it once, in the cell of the imports; it returns nothing.

    Markers and dashes change together with the colour, so that lines stay apart in grey print too. From here on, the
    numbers of each figure stand folded under it.
    """
    import matplotlib as mpl
    from cycler import cycler

    from .figure_data import follow_figures

    dashes = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))
    mpl.rcParams.update(
        {
            "axes.prop_cycle": cycler(color=PALETTE) + cycler(linestyle=dashes),
            "axes.axisbelow": True,
            "axes.grid": True,
            "axes.labelsize": 12,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 13,
            "axes.titleweight": "bold",
            "figure.constrained_layout.use": True,
            "figure.dpi": 110,  # sharp at the book's column width, and about 30 KB a figure
            "figure.figsize": (7, 4),
            "figure.titlesize": 14,
            "font.size": 12,
            "grid.alpha": 0.35,
            "grid.linewidth": 0.8,
            "image.cmap": "cividis",
            "legend.fontsize": 11,
            "legend.frameon": False,
            "lines.linewidth": 2,
            "lines.markersize": 7,
            "savefig.dpi": 110,
            "xtick.labelsize": 11,
            "ytick.labelsize": 11,
        }
    )
    follow_figures()


def rows_frame(axes, labels, xlabel, title="", *, above=0.6, below=0.6, pad=None):
    """Put the frame around a figure of rows: one named row for each of `labels`, from the top, and no lines across.

    Row n is drawn at height n. above, below: room over the first and under the last row, in rows. pad: points between
    the axes and the title, where something is written in between. Returns nothing.
    """
    axes.set_yticks(range(len(labels)), list(labels))
    axes.set_ylim(len(labels) - 1 + below, -above)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(xlabel)
    axes.set_title(title, loc="left", pad=pad)


def mean_dots(axes, place, scores, **look):
    """Draw the scores of one row as dots, at height `place`, with a black bar at their mean where they are several."""
    import numpy as np

    scores = np.asarray(scores, dtype=float)
    several = len(scores) > 1
    # Dots that would cover each other stand on three heights.
    height = place + (np.argsort(np.argsort(scores)) % 3 - 1) * (0.14 if several else 0)
    axes.plot(scores, height, "o", color=PALETTE[0], alpha=0.8, linestyle="none", **look)
    if several:
        axes.plot([scores.mean()] * 2, [place - 0.34, place + 0.34], color="black", linestyle="-", linewidth=3)


def picture(figure, width=640):
    """Return (PNG bytes, width, height) of a Matplotlib figure: shown `width` pixels wide, few colours, few bytes."""
    import io

    inches = figure.get_size_inches()[0]
    raw = io.BytesIO()
    figure.savefig(raw, format="png", dpi=width * SHARP / inches)
    try:
        from PIL import Image
    except ImportError:
        return raw.getvalue(), width, round(width * figure.get_size_inches()[1] / inches)
    image = Image.open(raw).convert("RGB")
    size = (round(image.width / SHARP), round(image.height / SHARP))
    small = io.BytesIO()
    image.quantize(colors=96, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue(), *size
