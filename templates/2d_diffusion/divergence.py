"""The divergence of two samples, from the distances to nearest neighbours."""

import torch


def neighbour_distance(queries, points, k, block=2048):
    """Distance of each query to its k-th nearest point. Works in blocks, so that 10,000 x 10,000 distances fit."""
    parts = [torch.cdist(part, points).kthvalue(k, dim=1).values for part in queries.split(block)]
    return torch.cat(parts).clamp_min(1e-12)


def kl_divergence(sample, other, k=3):
    """Estimates KL(P || Q) in nats from a sample [n, d] of P and one [m, d] of Q.

    It is the difference of the cross-entropy and the entropy, each from k-th neighbour distances: the volume of a ball
    that holds k points tells the density there. It is consistent, and can be negative for samples of equal densities.
    Source: Wang, Kulkarni and Verdu, "Divergence Estimation for Multidimensional Densities Via k-Nearest-Neighbor
    Distances", IEEE Transactions on Information Theory 55(5), 2009.
    """
    sample, other = sample.double(), other.double()
    n, d = sample.shape
    within = neighbour_distance(sample, sample, k + 1)  # the nearest is the point itself
    across = neighbour_distance(sample, other, k)
    return (d * (across / within).log().mean() + torch.tensor(len(other) / (n - 1)).log()).item()
