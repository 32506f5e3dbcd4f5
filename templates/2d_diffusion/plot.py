"""Draws the figures of a paper from the folders run_0, run_1, … beside this file.

Usage: python plot.py
Writes generated_samples.png, divergence.png and training_loss.png. Runs that are not named in `labels` are left out.
"""

import json
import math
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Folder -> the name of the run in legends.
labels = {
    "run_0": "baseline",
}

COLOURS = ["#3b4252", "#d1495b", "#00798c", "#8a4fbf", "#c98a00", "#2e6fb7"]

plt.rcParams.update(
    {
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.25,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "savefig.dpi": 200,
        "savefig.bbox": "tight",
    }
)


def load_runs():
    """Run folder -> (results, curves, samples), for every labelled run that is there."""
    runs = {}
    for run in labels:
        if os.path.exists(os.path.join(run, "final_info.json")):
            found = []
            for name in ("final_info", "curves", "samples"):
                with open(os.path.join(run, f"{name}.json")) as file:
                    found.append(json.load(file))
            runs[run] = found
    return runs


def over_seeds(curves, name):
    """Mean and standard error over seeds, at each recorded step."""
    means, errors = [], []
    for values in zip(*(curve[name] for curve in curves)):
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1)
        means.append(mean)
        errors.append(math.sqrt(variance / len(values)))
    return means, errors


def smoothed(values, reach=2):
    """Each value averaged with its neighbours, as every loss is that of a few random batches."""
    windows = (values[max(0, place - reach) : place + reach + 1] for place in range(len(values)))
    return [sum(window) / len(window) for window in windows]


def plot_samples(runs, datasets):
    """A row for each run and a column for each data set: generated points in colour over the data in grey."""
    figure, axes = plt.subplots(
        len(runs), len(datasets), figsize=(1.75 * len(datasets), 1.5 * len(runs) + 0.2), squeeze=False
    )
    for row, colour, (run, (_, _, samples)) in zip(axes, COLOURS, runs.items()):
        for axis, dataset in zip(row, datasets):
            for points, shade, size in (("data", "#c9ccd3", 2.5), ("generated", colour, 1.2)):
                x, y = zip(*samples[dataset][points])
                axis.scatter(x, y, s=size, color=shade, linewidths=0, rasterized=True)
            axis.set_xlim(-2.35, 2.35)
            axis.set_ylim(-1.85, 2.2)
            axis.set_aspect("equal")
            axis.grid(False)
            axis.set_xticks([])
            axis.set_yticks([])
            for spine in axis.spines.values():
                spine.set_visible(False)
        row[0].set_ylabel(labels[run])
    for axis, dataset in zip(axes[0], datasets):
        axis.set_title(dataset)
    figure.tight_layout(pad=0.4)
    figure.savefig("generated_samples.png")
    plt.close(figure)


def plot_divergence(runs, datasets):
    """For each run the divergence with its standard error, and every seed."""
    figure, axes = plt.subplots(
        1, len(datasets), figsize=(1.75 * len(datasets), 0.9 + 0.34 * len(runs)), sharey=True, squeeze=False
    )
    for axis, dataset in zip(axes[0], datasets):
        for place, (colour, (_, (results, _, _))) in enumerate(zip(COLOURS, runs.items())):
            found = results[dataset]
            mean, error = (found[part]["kl_divergence"] for part in ("means", "stderrs"))
            seeds = found["final_info_dict"]["kl_divergence"]
            axis.errorbar(mean, place, xerr=error, fmt="o", color=colour, capsize=3, markersize=4)
            axis.plot(seeds, [place + 0.28] * len(seeds), "|", color=colour, alpha=0.7, markersize=5)
        axis.axvline(0, color="#888888", linewidth=0.8)
        axis.margins(x=0.15)
        axis.set_title(dataset)
        axis.set_xlabel("divergence (nats)")
    axes[0][0].set_yticks(range(len(runs)))
    axes[0][0].set_yticklabels([labels[run] for run in runs])
    axes[0][0].set_ylim(len(runs) - 0.5, -0.5)
    figure.tight_layout(pad=0.6)
    figure.savefig("divergence.png")
    plt.close(figure)


def plot_loss(runs, datasets):
    """The loss that is minimised, smoothed, with a band of one standard error over seeds."""
    columns = min(len(datasets), 2)
    rows = math.ceil(len(datasets) / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(3.5 * columns, 2.1 * rows), squeeze=False, sharex=True)
    flat = [axis for row in axes for axis in row]
    for axis, dataset in zip(flat, datasets):
        for colour, (run, (_, curves, _)) in zip(COLOURS, runs.items()):
            means, errors = (smoothed(values) for values in over_seeds(curves[dataset], "train_loss"))
            steps = curves[dataset][0]["step"]
            axis.plot(steps, means, color=colour, label=labels[run], linewidth=1.4)
            lower = [mean - error for mean, error in zip(means, errors)]
            upper = [mean + error for mean, error in zip(means, errors)]
            axis.fill_between(steps, lower, upper, color=colour, alpha=0.15, linewidth=0)
        axis.set_yscale("log")
        for formatter in (axis.yaxis.set_major_formatter, axis.yaxis.set_minor_formatter):
            formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_title(dataset)
    for axis in axes[-1]:
        axis.set_xlabel("optimisation step")
    for row in axes:
        row[0].set_ylabel("training loss")
    for axis in flat[len(datasets) :]:
        axis.axis("off")
    handles, names = flat[0].get_legend_handles_labels()
    figure.tight_layout()
    figure.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=min(len(names), 3))
    figure.savefig("training_loss.png")
    plt.close(figure)


def main():
    runs = load_runs()
    if not runs:
        raise SystemExit("there is no labelled run with a final_info.json here")
    datasets = list(next(iter(runs.values()))[0])
    plot_samples(runs, datasets)
    plot_divergence(runs, datasets)
    plot_loss(runs, datasets)


if __name__ == "__main__":
    main()
