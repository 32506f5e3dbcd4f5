"""Draws the figures of a paper from the folders run_0, run_1, … beside this file.

Usage: python plot.py
Writes learning_curves.png, loss_curves.png and delay.png. Runs that are not named in `labels` are left out.
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

DATASET_NAMES = {
    "mod_addition": "$x + y$",
    "mod_subtraction": "$x - y$",
    "mod_division": "$x / y$",
    "permutations": "permutations",
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
    """Run folder -> (results, curves), for every labelled run that is there."""
    runs = {}
    for run in labels:
        if os.path.exists(os.path.join(run, "final_info.json")):
            with open(os.path.join(run, "final_info.json")) as file:
                results = json.load(file)
            with open(os.path.join(run, "curves.json")) as file:
                curves = json.load(file)
            runs[run] = (results, curves)
    return runs


def over_seeds(curves, name):
    """Mean and standard error over seeds, at each evaluated step."""
    means, errors = [], []
    for values in zip(*(curve[name] for curve in curves)):
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1)
        means.append(mean)
        errors.append(math.sqrt(variance / len(values)))
    return means, errors


def draw_curve(axis, curves, name, colour, style, label=None):
    steps = curves[0]["step"]
    means, errors = over_seeds(curves, name)
    axis.plot(steps, means, style, color=colour, label=label, linewidth=1.6 if style == "-" else 1.0)
    if style == "-":
        lower = [mean - error for mean, error in zip(means, errors)]
        upper = [mean + error for mean, error in zip(means, errors)]
        axis.fill_between(steps, lower, upper, color=colour, alpha=0.15, linewidth=0)


def plot_curves(runs, datasets, quantity, ylabel, file_name, log_scale):
    """Solid: validation, with a band of one standard error. Dashed: training."""
    columns = min(len(datasets), 2)
    rows = math.ceil(len(datasets) / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(3.3 * columns, 2.5 * rows), sharey=True, squeeze=False)
    flat = [axis for row in axes for axis in row]
    for axis, dataset in zip(flat, datasets):
        for colour, (run, (_, curves)) in zip(COLOURS, runs.items()):
            draw_curve(axis, curves[dataset], f"train_{quantity}", colour, "--")
            draw_curve(axis, curves[dataset], f"val_{quantity}", colour, "-", labels[run])
        if log_scale:
            axis.set_yscale("log")
        axis.set_title(DATASET_NAMES.get(dataset, dataset))
        axis.set_xlabel("optimisation step")
    for row in axes:
        row[0].set_ylabel(ylabel)
    for axis in flat[len(datasets) :]:
        axis.axis("off")
    handles, names = flat[0].get_legend_handles_labels()
    figure.tight_layout()
    figure.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=min(len(names), 3))
    figure.savefig(file_name)
    plt.close(figure)


def plot_delay(runs, datasets):
    """For each run the steps to memorise (open) and to generalise (filled), with standard errors and every seed."""
    figure, axes = plt.subplots(
        1, len(datasets), figsize=(3.3 * len(datasets), 0.9 + 0.42 * len(runs)), sharey=True, squeeze=False
    )
    for axis, dataset in zip(axes[0], datasets):
        for place, (colour, (run, (results, _))) in enumerate(zip(COLOURS, runs.items())):
            found = results[dataset]
            steps = [found["means"][f"steps_to_99_{part}_acc"] for part in ("train", "val")]
            errors = [found["stderrs"][f"steps_to_99_{part}_acc"] for part in ("train", "val")]
            seeds = found["final_info_dict"]["steps_to_99_val_acc"]
            axis.plot(steps, [place, place], color=colour, alpha=0.35, linewidth=3, solid_capstyle="round")
            axis.errorbar(steps[0], place, xerr=errors[0], fmt="o", color=colour, markerfacecolor="white", capsize=3)
            axis.errorbar(steps[1], place, xerr=errors[1], fmt="o", color=colour, capsize=3)
            axis.plot(seeds, [place + 0.24] * len(seeds), "|", color=colour, alpha=0.7, markersize=5)
        axis.set_title(DATASET_NAMES.get(dataset, dataset))
        axis.set_xlabel("steps to 99% accuracy")
        axis.set_xlim(left=0)
    axes[0][0].set_yticks(range(len(runs)))
    axes[0][0].set_yticklabels([labels[run] for run in runs])
    axes[0][0].set_ylim(len(runs) - 0.5, -0.5)
    figure.tight_layout()
    figure.savefig("delay.png")
    plt.close(figure)


def main():
    runs = load_runs()
    if not runs:
        raise SystemExit("there is no labelled run with a final_info.json here")
    datasets = list(next(iter(runs.values()))[0])
    plot_curves(runs, datasets, "acc", "accuracy", "learning_curves.png", log_scale=False)
    plot_curves(runs, datasets, "loss", "cross-entropy (nats)", "loss_curves.png", log_scale=True)
    plot_delay(runs, datasets)


if __name__ == "__main__":
    main()
