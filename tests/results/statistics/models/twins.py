"""Slow twins: the same likelihoods by dense matrices, and by quadrature instead of Laplace."""

import numpy as np
from scipy import optimize, special, stats


def indicator(codes, size):
    """Z of one factor, (rows, levels)."""
    return np.eye(size)[codes]


def dense_laplace(*, x, y, z, spread, coefficient, link):
    """Laplace log-likelihood: general minimiser for the mode, full determinant, no blocks."""
    cdf = special.expit if link == "logit" else stats.norm.cdf
    scaled = z * spread

    def loss(u):
        eta = x @ coefficient + scaled @ u
        p = np.where(y == 1, cdf(eta), cdf(-eta))
        return -np.log(p).sum() + 0.5 * u @ u

    found = optimize.minimize(loss, np.zeros(z.shape[1]), method="BFGS", options={"gtol": 1e-8})
    eta = x @ coefficient + scaled @ found.x
    weight = -_second_derivative(lambda t: np.log(np.where(y == 1, cdf(t), cdf(-t))), eta)
    h = np.eye(z.shape[1]) + scaled.T @ (scaled * weight[:, None])
    return -found.fun - 0.5 * np.linalg.slogdet(h)[1]


def quadrature_loglik(coefficient, sd, *, x, y, trials, group, points=120):
    """Log-likelihood of a logit model with one random intercept, by Gauss-Hermite quadrature."""
    node, weight = np.polynomial.hermite_e.hermegauss(points)
    eta = (x @ coefficient)[:, None] + sd * node[None]
    log_p = stats.binom.logpmf(y[:, None], trials[:, None], special.expit(eta))
    by_group = np.zeros((group.max() + 1, points))
    np.add.at(by_group, group, log_p)
    return float(special.logsumexp(by_group, axis=1, b=weight / weight.sum()).sum())


def dense_reml(x, y, z, parameters):
    """Minus twice the restricted log-likelihood by its definition, V of rows x rows."""
    spread, sigma = parameters
    v = sigma**2 * (np.eye(y.size) + (z * spread) @ (z * spread).T)
    inverse = np.linalg.inv(v)
    information = x.T @ inverse @ x
    rest = y - x @ np.linalg.solve(information, x.T @ inverse @ y)
    constant = (y.size - x.shape[1]) * np.log(2 * np.pi)
    determinants = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
    return constant + determinants + rest @ inverse @ rest


def _second_derivative(f, t, width=1e-4):
    return (f(t + width) - 2 * f(t) + f(t - width)) / width**2
