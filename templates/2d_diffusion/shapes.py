"""The four clouds of points: circle, dino, line and moons, as endless random sources.

Every cloud is centred and scaled to unit mean variance over the two coordinates, and keeps its proportions.
"""

import csv
import math
import os

import torch

JITTER = 0.05

# A sauropod in profile, drawn for this template: closed outline, then strokes for mouth, eye and thigh.
DINO = [
    [
        (-40, 46), (-36, 51), (-29, 53), (-23, 51), (-19, 46), (-17, 39), (-15, 30), (-12, 22), (-6, 17), (2, 15),
        (10, 14), (17, 10), (23, 4), (28, -4), (33, -12), (39, -19), (46, -23), (54, -24), (46, -28), (38, -27),
        (31, -23), (25, -18), (21, -15), (21, -24), (22, -33), (22, -38), (12, -38), (12, -32), (11, -24), (8, -19),
        (0, -18), (-7, -18), (-9, -24), (-9, -32), (-8, -38), (-18, -38), (-18, -32), (-19, -22), (-22, -12),
        (-24, -2), (-26, 8), (-27, 18), (-28, 27), (-30, 34), (-35, 37), (-41, 39), (-43, 42), (-40, 46),
    ],
    [(-42, 42), (-36, 42), (-32, 44)],
    [(-30, 48), (-28, 49), (-27, 47), (-29, 46), (-30, 48)],
    [(6, -2), (12, 0), (16, -4), (16, -10)],
]  # fmt: skip


def along(strokes, count, generator):
    """Points spread evenly over the length of polygonal lines."""
    starts = torch.tensor([start for stroke in strokes for start in stroke[:-1]], dtype=torch.float32)
    ends = torch.tensor([end for stroke in strokes for end in stroke[1:]], dtype=torch.float32)
    lengths = (ends - starts).norm(dim=1)
    piece = torch.multinomial(lengths, count, replacement=True, generator=generator)
    return starts[piece] + torch.rand(count, 1, generator=generator) * (ends - starts)[piece]


def uniform(count, generator, low=0.0, high=1.0):
    return low + (high - low) * torch.rand(count, generator=generator)


def circle(count, generator):
    angle = uniform(count, generator, 0, 2 * math.pi)
    return torch.stack([angle.cos(), angle.sin()], dim=1)


def dino(count, generator):
    """The outline above; the published points instead, where prepare.py has put them into dino.csv."""
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dino.csv")
    if not os.path.exists(file):
        return along(DINO, count, generator)
    with open(file) as rows:
        published = torch.tensor([[float(value) for value in row] for row in csv.reader(rows)])
    return published[torch.randint(len(published), (count,), generator=generator)]


def line(count, generator):
    place = uniform(count, generator, -1, 1)
    return torch.stack([place, 0.5 * place], dim=1)


def moons(count, generator):
    """Two half circles that reach into each other."""
    angle = uniform(count, generator, 0, math.pi)
    lower = torch.rand(count, generator=generator) < 0.5
    x = torch.where(lower, 1 - angle.cos(), angle.cos())
    y = torch.where(lower, 0.5 - angle.sin(), angle.sin())
    return torch.stack([x, y], dim=1)


SHAPES = {"circle": circle, "dino": dino, "line": line, "moons": moons}


def draw(name, count, seed):
    """A sample [count, 2] of a cloud. Centre and scale come from a sample of their own, so that all samples share them."""
    shape = SHAPES[name]
    frame = shape(20_000, torch.Generator().manual_seed(0))
    centre, scale = frame.mean(dim=0), frame.var(dim=0).mean().sqrt()
    generator = torch.Generator().manual_seed(seed)
    points = (shape(count, generator) - centre) / scale
    return points + JITTER * torch.randn(count, 2, generator=generator)
