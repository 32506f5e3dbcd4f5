"""Finds models that see the characters they are to predict."""

import torch


class LeakError(Exception):
    """A prediction depends on a character that comes after it."""


@torch.no_grad()
def check_causality(model, vocabulary, length, device):
    """Raises LeakError if changing the later half of a text changes a prediction from the earlier half.

    Predictions for position i are those of the character i + 1. Leaves the random state and the mode of the model as
    they were.
    """
    generator = torch.Generator().manual_seed(7000)
    text = torch.randint(vocabulary, (1, length), generator=generator)
    half = length // 2
    changed = text.clone()
    steps = torch.randint(1, vocabulary, (1, length - half), generator=generator)
    changed[:, half:] = (changed[:, half:] + steps) % vocabulary
    training = model.training
    model.eval()
    before, after = (model(one.to(device))[:, :half] for one in (text, changed))
    model.train(training)
    difference = (before - after).abs().amax(dim=(0, 2))
    if difference.max() > 1e-4:
        first = int((difference > 1e-4).nonzero()[0])
        raise LeakError(
            f"the prediction at position {first} changes with characters from position {half} on, which it must not see"
        )
