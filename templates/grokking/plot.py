"""Draws the figures of a paper from the folders run_0, run_1, … beside this file.

Usage: python plot.py
Writes learning_curves.png and steps_to_generalise.png. Runs that are not named in `labels` are left out.
"""

import json
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Folder -> the name of the run in legends.
labels = {
    "run_0": "Baseline",
}

DATASET_NAMES = {
    "mod_addition": r"$x + y$",
    "mod_subtraction": r"$x - y$",
    "mod_division": r"$x / y$",
    "permutations": "permutations",
}
COLOURS = ["#4c566a", "#c1440e", "#1b7f79", "#8a4fbf", "#b58900", "#2e6fb7"]

plt.rcParams.update(
    {
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.25,
        "legend.frameon": False,
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


def mean_over_seeds(curves, name):
    rows = [curve[name] for curve in curves]
    return [sum(values) / len(values) for values in zip(*rows)]


def plot_learning_curves(runs, datasets):
    figure, axes = plt.subplots(1, len(datasets), figsize=(3.4 * len(datasets), 2.5), sharey=True, squeeze=False)
    for axis, dataset in zip(axes[0], datasets):
        for colour, (run, (_, curves)) in zip(COLOURS, runs.items()):
            steps = curves[dataset][0]["step"]
            axis.plot(steps, mean_over_seeds(curves[dataset], "train_acc"), "--", color=colour, alpha=0.6, linewidth=1)
            axis.plot(steps, mean_over_seeds(curves[dataset], "val_acc"), color=colour, label=labels[run])
        axis.set_xscale("log")
        axis.set_xlabel("optimisation step")
        axis.set_title(DATASET_NAMES.get(dataset, dataset))
    axes[0][0].set_ylabel("accuracy")
    axes[0][-1].legend(title="validation (dashed: training)", title_fontsize=8, fontsize=8)
    figure.savefig("learning_curves.png")
    plt.close(figure)


def plot_steps(runs, datasets):
    figure, axis = plt.subplots(figsize=(4.6, 2.5))
    width = 0.8 / len(runs)
    for index, (colour, (run, (results, _))) in enumerate(zip(COLOURS, runs.items())):
        places = [place + (index - (len(runs) - 1) / 2) * width for place in range(len(datasets))]
        means = [results[dataset]["means"]["steps_to_99_val_acc"] for dataset in datasets]
        errors = [results[dataset]["stderrs"]["steps_to_99_val_acc"] for dataset in datasets]
        axis.bar(places, means, width * 0.9, yerr=errors, capsize=3, color=colour, label=labels[run])
    axis.set_xticks(range(len(datasets)), [DATASET_NAMES.get(dataset, dataset) for dataset in datasets])
    axis.set_ylabel("steps to 99% val. accuracy")
    axis.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=len(runs))
    figure.savefig("steps_to_generalise.png")
    plt.close(figure)


def main():
    runs = load_runs()
    if not runs:
        raise SystemExit("there is no labelled run with a final_info.json here")
    datasets = list(next(iter(runs.values()))[0])
    plot_learning_curves(runs, datasets)
    plot_steps(runs, datasets)


if __name__ == "__main__":
    main()
