"""Draws the figures of a paper from the folders run_0, run_1, … beside this file.

Usage: python plot.py
Writes validation_loss.png, best_loss.png and speed.png. Runs that are not named in `labels` are left out.
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
    """Run folder -> (results, curves), for every labelled run that is there."""
    runs = {}
    for run in labels:
        if os.path.exists(os.path.join(run, "final_info.json")):
            found = []
            for name in ("final_info", "curves"):
                with open(os.path.join(run, f"{name}.json")) as file:
                    found.append(json.load(file))
            runs[run] = found
    return runs


def over_seeds(curves, name):
    """Mean and standard error over seeds, at each evaluation."""
    means, errors = [], []
    for values in zip(*(curve[name] for curve in curves)):
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1)
        means.append(mean)
        errors.append(math.sqrt(variance / len(values)))
    return means, errors


def panels(datasets, height):
    figure, axes = plt.subplots(1, len(datasets), figsize=(3.5 * len(datasets), height), squeeze=False)
    for axis, dataset in zip(axes[0], datasets):
        axis.set_title(dataset.replace("_", " "))
    return figure, axes[0]


def plot_curves(runs, datasets):
    """The validation loss over steps, with a band of one standard error over seeds."""
    figure, axes = panels(datasets, 2.7)
    for axis, dataset in zip(axes, datasets):
        for colour, (run, (_, curves)) in zip(COLOURS, runs.items()):
            means, errors = over_seeds(curves[dataset], "val_loss")
            steps = curves[dataset][0]["step"]
            axis.plot(steps, means, color=colour, label=labels[run], linewidth=1.4)
            lower = [mean - error for mean, error in zip(means, errors)]
            upper = [mean + error for mean, error in zip(means, errors)]
            axis.fill_between(steps, lower, upper, color=colour, alpha=0.15, linewidth=0)
        axis.set_xlabel("optimisation step")
    axes[0].set_ylabel("validation loss (nats per character)")
    handles, names = axes[0].get_legend_handles_labels()
    figure.tight_layout()
    figure.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=min(len(names), 3))
    figure.savefig("validation_loss.png")
    plt.close(figure)


def plot_values(runs, datasets, metrics, axis_label, file):
    """For each run one or two metrics with their standard errors, and every seed; the second metric's marks are open."""
    figure, axes = panels(datasets, 1.0 + 0.42 * len(runs))
    for axis, dataset in zip(axes, datasets):
        for place, (colour, (_, (results, _))) in enumerate(zip(COLOURS, runs.items())):
            found = results[dataset]
            for metric, fill in zip(metrics, (colour, "white")):
                mean, error = (found[part][metric] for part in ("means", "stderrs"))
                axis.errorbar(mean, place, xerr=error, fmt="o", color=colour, mfc=fill, capsize=3, markersize=4.5)
                seeds = found["final_info_dict"][metric]
                axis.plot(seeds, [place + 0.28] * len(seeds), "|", color=colour, alpha=0.7, markersize=5)
        axis.margins(x=0.12)
        axis.set_xlabel(axis_label)
        axis.set_yticks(range(len(runs)))
        axis.set_yticklabels([labels[run] for run in runs] if axis is axes[0] else [])
        axis.set_ylim(len(runs) - 0.5, -0.5)
    figure.tight_layout(pad=0.6)
    figure.savefig(file)
    plt.close(figure)


def main():
    runs = load_runs()
    if not runs:
        raise SystemExit("there is no labelled run with a final_info.json here")
    datasets = list(next(iter(runs.values()))[0])
    plot_curves(runs, datasets)
    losses = ("best_val_loss", "final_train_loss")
    plot_values(runs, datasets, losses, "loss (nats per character)", "best_loss.png")
    plot_values(runs, datasets, ("inference_tokens_per_second",), "characters per second", "speed.png")


if __name__ == "__main__":
    main()
