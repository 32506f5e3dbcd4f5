"""Diffusion of points in the plane: a small network learns to turn noise into four shapes.

Usage: python experiment.py --out_dir=run_0
The environment variable AI_SCIENTIST_PROFILE selects the settings: `quick` (a laptop's CPU, seconds) or `full`.
Writes <out_dir>/final_info.json (means and standard errors over seeds), <out_dir>/curves.json (training loss) and
<out_dir>/samples.json (points of the data and of the first seed's model).
"""

import argparse
import dataclasses
import json
import math
import os
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # the matrices of `quick` are too small for more; read when torch is loaded

import torch
from torch import nn
from torch.nn import functional as F

from divergence import kl_divergence
from shapes import draw


@dataclasses.dataclass(frozen=True)
class Settings:
    datasets: tuple
    seeds: int
    training_points: int
    evaluation_points: int
    schedule: str
    timesteps: int
    embedding: int
    hidden: int
    layers: int
    steps: int
    batch_size: int
    learning_rate: float
    ema_decay: float
    record_every: int


PROFILES = {
    "quick": Settings(
        datasets=("circle", "dino", "line", "moons"),
        seeds=3,
        training_points=4000,
        evaluation_points=1500,
        schedule="linear",
        timesteps=40,
        embedding=32,
        hidden=64,
        layers=2,
        steps=500,
        batch_size=256,
        learning_rate=1e-2,
        ema_decay=0.99,
        record_every=10,
    ),
    "full": Settings(
        datasets=("circle", "dino", "line", "moons"),
        seeds=3,
        training_points=100000,
        evaluation_points=10000,
        schedule="linear",
        timesteps=100,
        embedding=128,
        hidden=256,
        layers=3,
        steps=10000,
        batch_size=256,
        learning_rate=3e-4,
        ema_decay=0.995,
        record_every=100,
    ),
}


def signal_shares(settings):
    """The share of the signal's variance left at each noise level, falling from nearly one to nearly zero: [timesteps]."""
    count = settings.timesteps
    if settings.schedule == "cosine":
        times = torch.linspace(0, 1, count + 1, dtype=torch.float64)
        levels = torch.cos((times + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = (1 - levels[1:] / levels[:-1]).clamp(max=0.999)
    else:
        # The usual range of 1000 levels, stretched so that fewer levels destroy as much of the signal.
        betas = torch.linspace(1e-4, 0.02, count, dtype=torch.float64) * (1000 / count)
    return torch.cumprod(1 - betas, dim=0).float()


class SinusoidalEmbedding(nn.Module):
    """Turns a number into sines and cosines of it at geometrically spaced frequencies."""

    def __init__(self, size, lowest, highest):
        super().__init__()
        self.register_buffer("frequencies", torch.logspace(math.log10(lowest), math.log10(highest), size // 2))

    def forward(self, values):
        angles = values.unsqueeze(-1) * self.frequencies
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class Block(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.layer = nn.Linear(hidden, hidden)

    def forward(self, x):
        return x + F.silu(self.layer(x))


class Denoiser(nn.Module):
    """Predicts the noise in points [n, 2] at noise levels [n]."""

    def __init__(self, settings):
        super().__init__()
        size = settings.embedding
        self.register_buffer("shares", signal_shares(settings))
        self.time_embedding = SinusoidalEmbedding(size, 1.0 / settings.timesteps, 1.0)
        self.input_embedding = SinusoidalEmbedding(size, 0.3, 10.0)
        self.first = nn.Linear(3 * size, settings.hidden)
        self.blocks = nn.Sequential(*(Block(settings.hidden) for _ in range(settings.layers)))
        self.last = nn.Linear(settings.hidden, 2)

    def embed(self, points, levels):
        features = self.input_embedding(points)
        return torch.cat([features.flatten(1), self.time_embedding(levels.float())], dim=1)

    def forward(self, points, levels):
        return self.last(self.blocks(F.silu(self.first(self.embed(points, levels)))))


def add_noise(model, clean, noise, levels):
    share = model.shares[levels].unsqueeze(1)
    return share.sqrt() * clean + (1 - share).sqrt() * noise


def draw_levels(count, settings, device):
    return torch.randint(settings.timesteps, (count,), device=device)


def training_loss(model, clean, settings):
    noise = torch.randn_like(clean)
    levels = draw_levels(len(clean), settings, clean.device)
    predicted = model(add_noise(model, clean, noise, levels), levels)
    return F.mse_loss(predicted, noise)


@torch.no_grad()
def evaluation_loss(model, clean, settings):
    """The plain loss on fixed noise, every level as often as any other, so that experiments can be compared."""
    generator = torch.Generator().manual_seed(4000)
    noise = torch.randn(clean.shape, generator=generator).to(clean.device)
    levels = torch.arange(len(clean), device=clean.device) % settings.timesteps
    return F.mse_loss(model(add_noise(model, clean, noise, levels), levels), noise).item()


@torch.no_grad()
def generate(model, count, settings, device):
    """Ancestral sampling: from pure noise through every level down to points."""
    points = torch.randn(count, 2, device=device)
    for level in reversed(range(settings.timesteps)):
        noise = model(points, torch.full((count,), level, device=device))
        share = model.shares[level]
        before = model.shares[level - 1] if level > 0 else torch.ones_like(share)
        alpha = share / before
        points = (points - (1 - alpha) / (1 - share).sqrt() * noise) / alpha.sqrt()
        if level > 0:
            variance = (1 - alpha) * (1 - before) / (1 - share)
            points = points + variance.sqrt() * torch.randn_like(points)
    return points


@torch.no_grad()
def follow(average, model, settings):
    """Moves the averaged weights, which are the ones that are evaluated, towards those in training."""
    for slow, fast in zip(average.parameters(), model.parameters()):
        slow.lerp_(fast, 1 - settings.ema_decay)


def fit(model, average, points, settings):
    """Trains the model; returns its training loss, averaged between records."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, foreach=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, settings.steps)
    curve = {"step": [], "train_loss": []}
    since = 0.0
    for step in range(1, settings.steps + 1):
        batch = points[torch.randint(len(points), (settings.batch_size,), device=points.device)]
        loss = training_loss(model, batch, settings)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        follow(average, model, settings)
        since += loss.detach()
        if step % settings.record_every == 0 or step == settings.steps:
            curve["step"].append(step)
            curve["train_loss"].append(float(since) / ((step - 1) % settings.record_every + 1))
            since = 0.0
    return curve


def train(dataset, settings, seed, device):
    """Trains and evaluates one model; returns its metrics, its curve and its points."""
    points = draw(dataset, settings.training_points, 1000 + seed).to(device)
    unseen = draw(dataset, settings.evaluation_points, 3000).to(device)
    torch.manual_seed(seed)
    model, average = Denoiser(settings).to(device), Denoiser(settings).to(device)
    average.load_state_dict(model.state_dict())

    begun = time.perf_counter()
    curve = fit(model, average, points, settings)
    training_time = time.perf_counter() - begun

    begun = time.perf_counter()
    generated = generate(average, settings.evaluation_points, settings, device).cpu()
    inference_time = time.perf_counter() - begun

    metrics = {
        "training_time": training_time,
        "inference_time": inference_time,
        "eval_loss": evaluation_loss(average, unseen, settings),
        "kl_divergence": kl_divergence(unseen.cpu(), generated),
    }
    return metrics, curve, generated


def summarise(per_seed):
    """Means, standard errors std / sqrt(n) with the sample standard deviation, and the values of each seed."""
    means, stderrs, lists = {}, {}, {}
    for name in per_seed[0]:
        values = torch.tensor([metrics[name] for metrics in per_seed], dtype=torch.float64)
        means[name] = values.mean().item()
        stderrs[name] = (values.std(unbiased=True) / math.sqrt(len(values))).item() if len(values) > 1 else 0.0
        lists[name] = values.tolist()
    return {"means": means, "stderrs": stderrs, "final_info_dict": lists}


def as_lists(points, count=1000):
    return [[round(value, 3) for value in point] for point in points[:count].tolist()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out_dir", default="run_0")
    parser.add_argument("--trial_steps", type=int, help="train one seed for so many steps only, to try a profile out")
    arguments = parser.parse_args()
    settings = PROFILES[os.environ.get("AI_SCIENTIST_PROFILE", "quick")]
    if arguments.trial_steps is not None:
        settings = dataclasses.replace(settings, seeds=1, steps=arguments.trial_steps, evaluation_points=500)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
    torch.use_deterministic_algorithms(device == "cpu")
    out_dir = arguments.out_dir
    os.makedirs(out_dir, exist_ok=True)

    final_info, curves, samples = {}, {}, {}
    for dataset in settings.datasets:
        per_seed, curves[dataset] = [], []
        samples[dataset] = {"data": as_lists(draw(dataset, 1000, 3000))}
        for seed in range(settings.seeds):
            metrics, curve, generated = train(dataset, settings, seed, device)
            per_seed.append(metrics)
            curves[dataset].append(curve)
            samples[dataset].setdefault("generated", as_lists(generated))
            print(
                f"{dataset} seed {seed}: evaluation loss {metrics['eval_loss']:.4f}, "
                f"KL divergence {metrics['kl_divergence']:.3f} nats, trained in {metrics['training_time']:.2f} s",
                flush=True,
            )
        final_info[dataset] = summarise(per_seed)

    for name, content in (("final_info", final_info), ("curves", curves), ("samples", samples)):
        with open(os.path.join(out_dir, f"{name}.json"), "w") as file:
            json.dump(content, file, indent=2 if name == "final_info" else None)


if __name__ == "__main__":
    main()
