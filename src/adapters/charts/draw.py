"""Draws charts as SVG and PNG: `draw.py <charts.json> <folder>`. The file holds a list of charts (src/ports/charts.ts)."""

import json
import sys
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
# The salt and the missing date make equal charts equal files; text stays text in an SVG.
matplotlib.rcParams.update({"svg.hashsalt": "charts", "svg.fonttype": "none", "font.size": 9, "axes.titlesize": 10})
import matplotlib.dates as dates
import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator

# The palette of Okabe and Ito, which people of any colour vision can tell apart.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#999999"
BIN = 0.5


def label_rows(axes, groups):
    """Puts the groups on the vertical axis, the first at the top, and keeps dollar signs from starting a formula."""
    axes.set_yticks(range(len(groups)), [group["label"] for group in groups])
    axes.set_ylim(len(groups) - 0.4, -0.9)
    for label in axes.get_yticklabels():
        label.set_parse_math(False)


def draw_distributions(axes, chart):
    for row, group in enumerate(chart["groups"]):
        counts = Counter(round(value / BIN) * BIN for value in group["values"])
        highest = max(counts.values())
        for value, count in counts.items():
            height = 0.6 * count / highest
            axes.bar(value, -height, width=0.8 * BIN, bottom=row, color=BLUE, alpha=0.55)
            axes.text(value, row - height - 0.02, str(count), ha="center", va="bottom", fontsize=6, color=GREY)
        axes.errorbar(group["mean"], row + 0.09, xerr=group["error"], fmt="o", color=ORANGE, markersize=3, capsize=2)
    low, high = chart["range"]
    axes.set_xlim(low - BIN, high + BIN)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    label_rows(axes, chart["groups"])


def draw_bars(axes, chart):
    longest = max(group["value"] for group in chart["groups"])
    for row, group in enumerate(chart["groups"]):
        axes.barh(row, group["value"], height=0.6, color=BLUE, alpha=0.8)
        text = axes.text(group["value"] + 0.01 * longest, row, group["text"], va="center", fontsize=8)
        text.set_parse_math(False)
    axes.set_xlim(0, longest * 1.15 if longest > 0 else 1)
    label_rows(axes, chart["groups"])
    axes.set_ylim(len(chart["groups"]) - 0.5, -0.5)


def draw_steps(axes, chart):
    ends = [point[0] for series in chart["series"] for point in series["points"]]
    end = datetime.fromtimestamp(max(ends) / 1000, timezone.utc)
    for series, colour, style in zip(chart["series"], (BLUE, GREEN, ORANGE), ("-", "--", "-.")):
        times = [datetime.fromtimestamp(time / 1000, timezone.utc) for time, _ in series["points"]]
        counts = [count for _, count in series["points"]]
        if times:
            axes.step([times[0], *times, end], [0, *counts, counts[-1]], where="post", color=colour, linestyle=style,
                      label=f"{series['label']} ({counts[-1]})")
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, loc="upper left")


DRAWERS = {"distributions": draw_distributions, "bars": draw_bars, "steps": draw_steps}


def draw(chart, folder):
    rows = len(chart.get("groups", ())) or 6
    figure, axes = plt.subplots(figsize=(7.5, 1.1 + 0.5 * rows), layout="constrained")
    DRAWERS[chart["kind"]](axes, chart)
    axes.set_title(chart["title"], loc="left")
    axes.set_xlabel(chart["axis"])
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(folder / f"{chart['name']}.svg", metadata={"Date": None})
    figure.savefig(folder / f"{chart['name']}.png", dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    for one in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        draw(one, Path(sys.argv[2]))
