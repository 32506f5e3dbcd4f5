"""A small transformer learns to predict the next character of a text.

Usage: python experiment.py --out_dir=run_0
The environment variable AI_SCIENTIST_PROFILE selects the settings: `quick` (a laptop's CPU, seconds) or `full`.
Writes <out_dir>/final_info.json (means and standard errors over seeds) and <out_dir>/curves.json (losses over steps).
Losses are in nats per character.
"""

import argparse
import dataclasses
import json
import math
import os
import time

import torch
from torch import nn
from torch.nn import functional as F

from causality import check_causality
from texts import encode, read_text


@dataclasses.dataclass(frozen=True)
class Settings:
    datasets: tuple
    seeds: int
    block_size: int
    layers: int
    heads: int
    width: int
    dropout: float
    steps: int
    batch_size: int
    learning_rate: float
    warmup_steps: int
    weight_decay: float
    evaluate_every: int
    evaluation_blocks: int
    generated: int


PROFILES = {
    "quick": Settings(
        datasets=("python_code", "docstrings"),
        seeds=3,
        block_size=32,
        layers=2,
        heads=4,
        width=64,
        dropout=0.0,
        steps=250,
        batch_size=16,
        learning_rate=4e-3,
        warmup_steps=20,
        weight_decay=0.1,
        evaluate_every=25,
        evaluation_blocks=128,
        generated=200,
    ),
    "full": Settings(
        datasets=("shakespeare_char", "enwik8", "text8"),
        seeds=3,
        block_size=256,
        layers=6,
        heads=6,
        width=384,
        dropout=0.2,
        steps=5000,
        batch_size=64,
        learning_rate=1e-3,
        warmup_steps=100,
        weight_decay=0.1,
        evaluate_every=250,
        evaluation_blocks=1024,
        generated=500,
    ),
}

# A hundred million characters vary less between seeds, and one model of them takes as long as three of a short text.
ONE_SEED = ("enwik8", "text8")


class Attention(nn.Module):
    """Each position attends to itself and to earlier ones."""

    def __init__(self, settings):
        super().__init__()
        self.heads = settings.heads
        self.project_in = nn.Linear(settings.width, 3 * settings.width)
        self.project_out = nn.Linear(settings.width, settings.width)
        self.dropout = nn.Dropout(settings.dropout)
        later = torch.ones(settings.block_size, settings.block_size, dtype=torch.bool).triu(1)
        self.register_buffer("later", later, persistent=False)

    def forward(self, x):
        batch, length, width = x.shape
        split = self.project_in(x).view(batch, length, 3, self.heads, width // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        scores = queries @ keys.transpose(-2, -1) / math.sqrt(width // self.heads)
        scores = scores.masked_fill(self.later[:length, :length], -math.inf)
        mixed = self.dropout(scores.softmax(dim=-1)) @ values
        return self.project_out(mixed.transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    """Attention and a feed-forward layer, each normalised before and added after."""

    def __init__(self, settings):
        super().__init__()
        width = settings.width
        self.attention_norm, self.feed_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(settings)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, x):
        x = x + self.dropout(self.attention(self.attention_norm(x)))
        return x + self.dropout(self.feed(self.feed_norm(x)))


class Transformer(nn.Module):
    """Turns characters [batch, length] into logits of each next character [batch, length, vocabulary]."""

    def __init__(self, vocabulary, settings):
        super().__init__()
        self.characters = nn.Embedding(vocabulary, settings.width)
        self.positions = nn.Embedding(settings.block_size, settings.width)
        self.dropout = nn.Dropout(settings.dropout)
        self.blocks = nn.Sequential(*(Block(settings) for _ in range(settings.layers)))
        self.norm = nn.LayerNorm(settings.width)
        self.last = nn.Linear(settings.width, vocabulary, bias=False)
        self.apply(self.initialise)
        for block in self.blocks:  # so that the sum of all layers' outputs starts as small as one of them
            for layer in (block.attention.project_out, block.feed[-1]):
                nn.init.normal_(layer.weight, std=0.02 / math.sqrt(2 * settings.layers))

    @staticmethod
    def initialise(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def embed(self, characters):
        places = torch.arange(characters.shape[1], device=characters.device)
        return self.characters(characters) + self.positions(places)

    def forward(self, characters):
        x = self.blocks(self.dropout(self.embed(characters)))
        return self.last(self.norm(x))


def cut(text, starts, length):
    """Blocks of a text and the characters that follow each of theirs: two times [starts, length]."""
    places = starts.unsqueeze(1) + torch.arange(length)
    return text[places].long(), text[places + 1].long()


def training_loss(logits, targets):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


@torch.no_grad()
def evaluation_loss(model, text, settings, device):
    """The mean loss in nats per character over blocks spread evenly over a text, the same in every experiment."""
    model.eval()
    last = len(text) - settings.block_size - 1
    starts = torch.linspace(0, last, settings.evaluation_blocks).long()
    total = 0.0
    for some in starts.split(settings.batch_size):
        characters, targets = (part.to(device) for part in cut(text, some, settings.block_size))
        logits = model(characters)
        total += F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), reduction="sum").item()
    model.train()
    return total / (len(starts) * settings.block_size)


@torch.no_grad()
def generate(model, count, settings, device):
    """Draws characters one after another, each from the model's distribution given those before it."""
    model.eval()
    text = torch.zeros(1, 1, dtype=torch.long, device=device)
    for _ in range(count):
        logits = model(text[:, -settings.block_size :])[:, -1]
        text = torch.cat([text, torch.multinomial(logits.float().softmax(dim=-1), 1)], dim=1)
    model.train()
    return text[0, 1:].tolist()


def optimiser_of(model, settings):
    """AdamW; matrices decay, biases and the gains of norms do not."""
    matrices = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in model.parameters() if parameter.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.99), foreach=True)


def learning_rate_share(step, settings):
    """Rises in a line, then falls along a cosine to a tenth."""
    if step < settings.warmup_steps:
        return (step + 1) / settings.warmup_steps
    progress = (step - settings.warmup_steps) / max(1, settings.steps - settings.warmup_steps)
    return 0.1 + 0.9 * (1 + math.cos(math.pi * progress)) / 2


def fit(model, training, validation, settings, seed, device):
    """Trains a model; returns its losses at each evaluation and the seconds spent on steps alone."""
    optimiser = optimiser_of(model, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: learning_rate_share(step, settings))
    generator = torch.Generator().manual_seed(1000 + seed)
    curve = {"step": [], "train_loss": [], "val_loss": []}
    seconds, since = 0.0, 0.0
    for step in range(1, settings.steps + 1):
        begun = time.perf_counter()
        starts = torch.randint(len(training) - settings.block_size - 1, (settings.batch_size,), generator=generator)
        characters, targets = (part.to(device) for part in cut(training, starts, settings.block_size))
        loss = training_loss(model(characters), targets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        since += loss.item()
        seconds += time.perf_counter() - begun
        if step % settings.evaluate_every == 0 or step == settings.steps:
            curve["step"].append(step)
            curve["train_loss"].append(since / ((step - 1) % settings.evaluate_every + 1))
            curve["val_loss"].append(evaluation_loss(model, validation, settings, device))
            since = 0.0
    return curve, seconds


def train(training, validation, vocabulary, settings, seed, device):
    """Trains and measures one model; returns its metrics and its curve."""
    torch.manual_seed(seed)
    model = Transformer(vocabulary, settings).to(device)
    check_causality(model, vocabulary, settings.block_size, device)
    curve, seconds = fit(model, training, validation, settings, seed, device)
    check_causality(model, vocabulary, settings.block_size, device)

    begun = time.perf_counter()
    generate(model, settings.generated, settings, device)
    inference_time = time.perf_counter() - begun

    metrics = {
        "final_train_loss": evaluation_loss(model, training, settings, device),
        "best_val_loss": min(curve["val_loss"]),
        "train_time": seconds,
        "inference_tokens_per_second": settings.generated / inference_time,
    }
    return metrics, curve


def summarise(per_seed):
    """Means, standard errors std / sqrt(n) with the sample standard deviation, and the values of each seed."""
    means, stderrs, lists = {}, {}, {}
    for name in per_seed[0]:
        values = torch.tensor([metrics[name] for metrics in per_seed], dtype=torch.float64)
        means[name] = values.mean().item()
        stderrs[name] = (values.std(unbiased=True) / math.sqrt(len(values))).item() if len(values) > 1 else 0.0
        lists[name] = values.tolist()
    return {"means": means, "stderrs": stderrs, "final_info_dict": lists}


def text_of(dataset, trial):
    """A data set's text. A trial, which measures nothing, takes another one in the place of a file that is not there."""
    try:
        return read_text(dataset)
    except FileNotFoundError as missing:
        if not trial:
            raise SystemExit(str(missing)) from missing
        print(f"{missing}; for this trial docstrings stand in", flush=True)
        return read_text("docstrings")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out_dir", default="run_0")
    parser.add_argument("--trial_steps", type=int, help="train one seed for so many steps only, to try a profile out")
    arguments = parser.parse_args()
    settings = PROFILES[os.environ.get("AI_SCIENTIST_PROFILE", "quick")]
    trial = arguments.trial_steps is not None
    if trial:
        short = {"steps": arguments.trial_steps, "batch_size": 8, "evaluation_blocks": 8, "generated": 4}
        settings = dataclasses.replace(settings, seeds=1, **short)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(min(2, os.cpu_count() or 1) if settings.width > 128 else 1)
    os.makedirs(arguments.out_dir, exist_ok=True)
    texts = {dataset: text_of(dataset, trial) for dataset in settings.datasets}

    final_info, curves = {}, {}
    for dataset, text in texts.items():
        training, validation, vocabulary = encode(text)
        per_seed, curves[dataset] = [], []
        for seed in range(1 if dataset in ONE_SEED else settings.seeds):
            metrics, curve = train(training, validation, vocabulary, settings, seed, device)
            per_seed.append(metrics)
            curves[dataset].append(curve)
            print(
                f"{dataset} seed {seed}: best validation loss {metrics['best_val_loss']:.4f} nats per character, "
                f"trained in {metrics['train_time']:.2f} s",
                flush=True,
            )
        final_info[dataset] = summarise(per_seed)

    for name, content in (("final_info", final_info), ("curves", curves)):
        with open(os.path.join(arguments.out_dir, f"{name}.json"), "w") as file:
            json.dump(content, file, indent=2 if name == "final_info" else None)


if __name__ == "__main__":
    main()
