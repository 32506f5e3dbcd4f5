"""Puts the published Datasaurus in the place of this template's own dinosaur.

Usage: python prepare.py DatasaurusDozen.tsv
The file is a copy, got by yourself, of the tables published with Matejka and Fitzmaurice, "Same Stats, Different Graphs",
CHI 2017, with the columns dataset, x and y. Writes the 142 points of the data set `dino` to dino.csv beside this file,
where every later experiment finds them. Delete dino.csv to go back to the outline.
"""

import csv
import os
import statistics
import sys

# From the publication: means and standard deviations that all its data sets share.
PUBLISHED = {"points": 142, "mean of x": 54.26, "mean of y": 47.83, "deviation of x": 16.76, "deviation of y": 26.93}
TOLERANCE = 0.02


def read(path):
    with open(path, newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(float(row["x"]), float(row["y"])) for row in rows if row["dataset"] == "dino"]


def differences(points):
    """What is not as published; empty for the published points."""
    if len(points) < 2:
        return ["there is no data set `dino`"]
    x, y = zip(*points)
    found = (len(points), statistics.mean(x), statistics.mean(y), statistics.stdev(x), statistics.stdev(y))
    return [
        f"{name}: {value:.2f} instead of {expected}"
        for (name, expected), value in zip(PUBLISHED.items(), found)
        if abs(value - expected) > TOLERANCE
    ]


def main():
    if len(sys.argv) != 2:
        raise SystemExit("usage: python prepare.py DatasaurusDozen.tsv")
    points = read(sys.argv[1])
    wrong = differences(points)
    if wrong:
        raise SystemExit(f"these are not the published points: {'; '.join(wrong)}")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dino.csv"), "w", newline="") as file:
        csv.writer(file).writerows(points)
    print(f"wrote {len(points)} points to dino.csv")


if __name__ == "__main__":
    main()
