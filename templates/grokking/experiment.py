"""Grokking on small algebraic tasks: a transformer that memorises first and generalises much later.

Usage: python experiment.py --out_dir=run_0
The environment variable AI_SCIENTIST_PROFILE selects the settings: `quick` (a laptop's CPU, seconds) or `full`.
Writes <out_dir>/final_info.json (means and standard errors over seeds) and <out_dir>/curves.json (training curves).
"""

import argparse
import itertools
import json
import math
import os
from dataclasses import dataclass, replace

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # the matrices are too small for more; read when torch is loaded

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Settings:
    datasets: tuple
    seeds: int
    modulus: int
    permuted_elements: int
    train_fraction: float
    layers: int
    width: int
    heads: int
    steps: int
    batch_size: int
    evaluate_every: int
    learning_rate: float
    weight_decay: float
    warmup_steps: int


PROFILES = {
    "quick": Settings(
        datasets=("mod_addition", "mod_subtraction"),
        seeds=3,
        modulus=23,
        permuted_elements=4,
        train_fraction=0.8,
        layers=1,
        width=32,
        heads=4,
        steps=400,
        batch_size=4096,
        evaluate_every=10,
        learning_rate=1.5e-2,
        weight_decay=1.0,
        warmup_steps=10,
    ),
    "full": Settings(
        datasets=("mod_division", "mod_subtraction", "mod_addition", "permutations"),
        seeds=3,
        modulus=97,
        permuted_elements=5,
        train_fraction=0.5,
        layers=2,
        width=128,
        heads=4,
        steps=7500,
        batch_size=512,
        evaluate_every=25,
        learning_rate=1e-3,
        weight_decay=1.0,
        warmup_steps=50,
    ),
}


def operation_table(dataset, settings):
    """Every pair of operands with its answer: (pairs [n, 2], answers [n], number of symbols)."""
    if dataset == "permutations":
        elements = list(itertools.permutations(range(settings.permuted_elements)))
        number = {element: index for index, element in enumerate(elements)}
        rows = [
            (i, j, number[tuple(left[k] for k in right)])
            for i, left in enumerate(elements)
            for j, right in enumerate(elements)
        ]
        symbols = len(elements)
    else:
        p = settings.modulus
        answer = {
            "mod_addition": lambda x, y: (x + y) % p,
            "mod_subtraction": lambda x, y: (x - y) % p,
            "mod_division": lambda x, y: x * pow(y, p - 2, p) % p,
        }[dataset]
        first = 1 if dataset == "mod_division" else 0
        rows = [(x, y, answer(x, y)) for x in range(p) for y in range(first, p)]
        symbols = p
    table = torch.tensor(rows)
    return table[:, :2], table[:, 2], symbols


def split(dataset, settings, seed):
    """Training and validation parts of the table. The sequence shown to the model is `x y =`."""
    pairs, answers, symbols = operation_table(dataset, settings)
    equals = torch.full((len(pairs), 1), symbols)
    inputs = torch.cat([pairs, equals], dim=1)
    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(1000 + seed))
    count = int(settings.train_fraction * len(inputs))
    train, validation = order[:count], order[count:]
    return (inputs[train], answers[train]), (inputs[validation], answers[validation]), symbols


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key_value = nn.Linear(width, 2 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def forward(self, x, asking):
        """`asking` holds the positions that ask: all of them, or the last only. The last may see every position."""
        batch, length, width = x.shape
        shape = (batch, -1, self.heads, width // self.heads)
        query = self.query(asking).view(shape).transpose(1, 2)
        key, value = (part.reshape(shape).transpose(1, 2) for part in self.key_value(x).chunk(2, dim=-1))
        scores = query @ key.transpose(-2, -1) / math.sqrt(width // self.heads)
        if asking.shape[1] == length:
            future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        mixed = scores.softmax(dim=-1) @ value
        return self.output(mixed.transpose(1, 2).reshape(batch, -1, width))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = Attention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width))

    def forward(self, x, last_only):
        asking = x[:, -1:] if last_only else x
        mixed = asking + self.attention(x, asking)
        return mixed + self.mlp(mixed)


class Transformer(nn.Module):
    """Reads `x y =` and predicts the answer at the last position. Without layer norm, as small models grok sooner."""

    def __init__(self, symbols, settings):
        super().__init__()
        width = settings.width
        self.token_embedding = nn.Embedding(symbols + 1, width)
        self.position_embedding = nn.Embedding(3, width)
        self.blocks = nn.ModuleList(Block(width, settings.heads) for _ in range(settings.layers))
        self.unembedding = nn.Linear(width, symbols, bias=False)
        for embedding in (self.token_embedding, self.position_embedding):
            nn.init.normal_(embedding.weight, std=width**-0.5)

    def embed(self, tokens):
        return self.token_embedding(tokens) + self.position_embedding.weight

    def forward(self, tokens):
        x = self.embed(tokens)
        for index, block in enumerate(self.blocks):
            x = block(x, last_only=index == len(self.blocks) - 1)
        return self.unembedding(x[:, -1])


def parameter_groups(model, settings):
    """What the optimiser is given: parameters with their weight decay."""
    return [{"params": list(model.parameters()), "weight_decay": settings.weight_decay}]


def training_loss(model, tokens, answers, step, settings):
    return F.cross_entropy(model(tokens), answers)


def after_backward(model, step, settings):
    """Called with the gradients of this step in place, before the optimiser uses them."""


def after_step(model, optimiser, step, settings):
    """Called when the optimiser has changed the weights."""


@torch.no_grad()
def evaluate(model, data):
    tokens, answers = data
    model.eval()
    logits = model(tokens)
    model.train()
    loss = F.cross_entropy(logits, answers).item()
    accuracy = (logits.argmax(dim=-1) == answers).float().mean().item()
    return loss, accuracy


def train(dataset, settings, seed, device):
    """Trains one model; returns its metrics and its curves."""
    torch.manual_seed(seed)
    training, validation, symbols = split(dataset, settings, seed)
    training = tuple(part.to(device) for part in training)
    validation = tuple(part.to(device) for part in validation)
    model = Transformer(symbols, settings).to(device)
    optimiser = torch.optim.AdamW(
        parameter_groups(model, settings), lr=settings.learning_rate, betas=(0.9, 0.98), foreach=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / settings.warmup_steps)
    )
    batches = torch.Generator().manual_seed(2000 + seed)
    tokens, answers = training
    curves = {"step": [], "train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}

    for step in range(1, settings.steps + 1):
        if settings.batch_size < len(tokens):
            chosen = torch.randint(len(tokens), (settings.batch_size,), generator=batches).to(device)
            loss = training_loss(model, tokens[chosen], answers[chosen], step, settings)
        else:
            loss = training_loss(model, tokens, answers, step, settings)
        optimiser.zero_grad()
        loss.backward()
        after_backward(model, step, settings)
        optimiser.step()
        schedule.step()
        after_step(model, optimiser, step, settings)

        if step % settings.evaluate_every == 0 or step == settings.steps:
            train_loss, train_accuracy = evaluate(model, training)
            val_loss, val_accuracy = evaluate(model, validation)
            for name, value in zip(curves, (step, train_loss, val_loss, train_accuracy, val_accuracy)):
                curves[name].append(value)

    return metrics_of(curves, settings), curves


def first_step_at(curves, name, threshold):
    """The first evaluated step at which the curve is at the threshold, or None."""
    return next((step for step, value in zip(curves["step"], curves[name]) if value >= threshold), None)


def metrics_of(curves, settings):
    """A run that never reaches the threshold counts with the whole budget; `reached_99_val_acc` says how many did."""
    memorised = first_step_at(curves, "train_acc", 0.99)
    generalised = first_step_at(curves, "val_acc", 0.99)
    steps_to_memorise = memorised if memorised is not None else settings.steps
    steps_to_generalise = generalised if generalised is not None else settings.steps
    return {
        "final_train_loss": curves["train_loss"][-1],
        "final_val_loss": curves["val_loss"][-1],
        "final_train_acc": curves["train_acc"][-1],
        "final_val_acc": curves["val_acc"][-1],
        "steps_to_99_train_acc": float(steps_to_memorise),
        "steps_to_99_val_acc": float(steps_to_generalise),
        "reached_99_val_acc": float(generalised is not None),
    }


def summarise(per_seed):
    """Means, standard errors std / sqrt(n) with the sample standard deviation, and the values of each seed."""
    means, stderrs, lists = {}, {}, {}
    for name in per_seed[0]:
        values = torch.tensor([metrics[name] for metrics in per_seed], dtype=torch.float64)
        means[name] = values.mean().item()
        stderrs[name] = (values.std(unbiased=True) / math.sqrt(len(values))).item() if len(values) > 1 else 0.0
        lists[name] = values.tolist()
    return {"means": means, "stderrs": stderrs, "final_info_dict": lists}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out_dir", default="run_0")
    parser.add_argument("--trial_steps", type=int, help="train one seed for so many steps only, to try a profile out")
    arguments = parser.parse_args()
    out_dir = arguments.out_dir
    settings = PROFILES[os.environ.get("AI_SCIENTIST_PROFILE", "quick")]
    if arguments.trial_steps is not None:
        settings = replace(settings, seeds=1, steps=arguments.trial_steps)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
    torch.use_deterministic_algorithms(device == "cpu")
    os.makedirs(out_dir, exist_ok=True)

    final_info, all_curves = {}, {}
    for dataset in settings.datasets:
        per_seed, all_curves[dataset] = [], []
        for seed in range(settings.seeds):
            metrics, curves = train(dataset, settings, seed, device)
            per_seed.append(metrics)
            all_curves[dataset].append(curves)
            print(
                f"{dataset} seed {seed}: train acc {metrics['final_train_acc']:.3f}, val acc {metrics['final_val_acc']:.3f}, "
                f"99% train at step {metrics['steps_to_99_train_acc']:.0f}, 99% val at step {metrics['steps_to_99_val_acc']:.0f}",
                flush=True,
            )
        final_info[dataset] = summarise(per_seed)

    with open(os.path.join(out_dir, "final_info.json"), "w") as file:
        json.dump(final_info, file, indent=2)
    with open(os.path.join(out_dir, "curves.json"), "w") as file:
        json.dump(all_curves, file)


if __name__ == "__main__":
    main()
