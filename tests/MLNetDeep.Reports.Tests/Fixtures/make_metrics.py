"""Metrics and curves of scikit-learn for small scored data, as metrics.json.

Scores are multiples of 1/16 or 1/8, so that they are exact as 32-bit floats and many of them are equal. Run with Debian's python3-sklearn:
python3 make_metrics.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

random = np.random.default_rng(17)


def curves(positive, scores):
    false_rates, true_rates, _ = metrics.roc_curve(positive, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(positive, scores)
    return {
        "roc": [false_rates.tolist(), true_rates.tolist()],
        "auc": metrics.roc_auc_score(positive, scores),
        # scikit-learn has them by rising thresholds.
        "precision_recall": [recall[::-1].tolist(), precision[::-1].tolist()],
        "average_precision": metrics.average_precision_score(positive, scores),
    }


def calibration(true, probabilities):
    observed, predicted = calibration_curve(true, probabilities, n_bins=10)
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], probabilities)
    counts = np.bincount(bins, minlength=10)
    share = counts[counts > 0] / len(true)
    return {
        "observed": observed.tolist(),
        "predicted": predicted.tolist(),
        "counts": counts.tolist(),
        "error": float(np.sum(share * np.abs(observed - predicted))),
    }


def class_scores(labels, predicted, classes):
    values = metrics.precision_recall_fscore_support(labels, predicted, labels=range(classes), zero_division=0)
    return {
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(classes)).tolist(),
        "precision": values[0].tolist(),
        "recall": values[1].tolist(),
        "f1": values[2].tolist(),
        "support": values[3].tolist(),
    }


def multiclass():
    # Class 3 is never predicted: its precision is 0 of 0.
    rows, classes = 80, 4
    labels = random.choice(classes, rows, p=[0.4, 0.3, 0.2, 0.1])
    scores = np.empty((rows, classes))
    for i, label in enumerate(labels):
        p = np.array([1.0, 1.0, 1.0, 0.05])
        p[label] += 1.2
        scores[i] = random.multinomial(16, p / p.sum()) / 16
        if scores[i].argmax() == 3:
            scores[i] = [scores[i, 0] + scores[i, 3], scores[i, 1], scores[i, 2], 0]
    predicted = scores.argmax(axis=1)
    one_against_rest = [curves(labels == c, scores[:, c]) for c in range(classes)]
    grid = np.unique(np.concatenate([curve["roc"][0] for curve in one_against_rest]))
    between = (grid[1:] + grid[:-1]) / 2
    return {
        "labels": labels.tolist(),
        "scores": scores.reshape(-1).tolist(),
        "classes": one_against_rest,
        "macro_auc": metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro"),
        "average_roc": [between.tolist(), np.mean([np.interp(between, *curve["roc"]) for curve in one_against_rest], axis=0).tolist()],
        "micro_accuracy": metrics.accuracy_score(labels, predicted),
        "macro_accuracy": metrics.balanced_accuracy_score(labels, predicted),
        "log_loss": metrics.log_loss(labels, scores, eps=1e-15),
        "calibration": calibration(labels == predicted, scores.max(axis=1)),
        **class_scores(labels, predicted, classes),
    }


def binary():
    rows = 120
    labels = random.random(rows) < 0.4
    scores = np.round((random.normal(size=rows) + np.where(labels, 0.8, -0.6)) * 4) / 8
    probabilities = np.float32(1 / (1 + np.exp(-2.5 * scores))).astype(float)
    predicted = scores > 0
    return {
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "probabilities": probabilities.tolist(),
        **curves(labels, scores),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "log_loss_in_bits": metrics.log_loss(labels, probabilities, eps=1e-15) / np.log(2),
        "calibration": calibration(labels, probabilities),
        **class_scores(labels, predicted, 2),
    }


def regression():
    labels = np.round(random.normal(size=90) * 40) / 8
    scores = np.round((0.9 * labels + random.normal(size=90)) * 16) / 16 + 0.125
    residuals = labels - scores
    return {
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "mean_absolute_error": metrics.mean_absolute_error(labels, scores),
        "mean_squared_error": metrics.mean_squared_error(labels, scores),
        "r_squared": metrics.r2_score(labels, scores),
        "mean": residuals.mean(),
        "standard_deviation": residuals.std(ddof=1),
        "quantiles": np.quantile(residuals, [0, 0.25, 0.5, 0.75, 1]).tolist(),
    }


result = {"sklearn": sklearn.__version__, "multiclass": multiclass(), "binary": binary(), "regression": regression()}
(Path(__file__).parent / "metrics.json").write_text(json.dumps(result) + "\n")
