"""Measures scikit-learn's CountVectorizer on reviews in memory.

By default calls fit and then transform; with --at-once calls fit_transform, which reads the reviews only once. With --predict also measures
predicting single reviews with an MLPClassifier.
"""

import gzip
import os
import sys
import warnings

from harness import mean_seconds_of, seconds_of, serve
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.neural_network import MLPClassifier

MAX_WORDS, PREDICTED_TEXT_LENGTH = 10_000, 1300

with gzip.open(os.environ["PEERS_REVIEWS"], "rt", encoding="utf-8", newline="\n") as file:
    next(file)
    rows = [line.rstrip("\n").split("\t", 1) for line in file]
reviews = [text for _, text in rows]


def vectorizer(**options):
    return CountVectorizer(lowercase=True, max_features=MAX_WORDS, **options)


def fit_and_transform():
    return vectorizer().fit(reviews).transform(reviews)


def fit_transform():
    return vectorizer().fit_transform(reviews)


# The network is trained for one epoch only, which is enough to measure predictions; hide the warning about it.
warnings.filterwarnings("ignore", message="Stochastic Optimizer")
work = fit_transform if "--at-once" in sys.argv else fit_and_transform
predict = None
if "--predict" in sys.argv:
    vocabulary = vectorizer(binary=True).fit(reviews)
    network = MLPClassifier(hidden_layer_sizes=(128,), max_iter=1).fit(vocabulary.transform(reviews), [label for label, _ in rows])
    predicted_text = next(text for text in reviews if len(text) >= PREDICTED_TEXT_LENGTH)[:PREDICTED_TEXT_LENGTH]

    def predict():
        return mean_seconds_of(lambda: network.predict_proba(vocabulary.transform([predicted_text])))


def measure():
    # scikit-learn uses one thread, so its time is the peer of both rows.
    seconds = seconds_of(work)
    measured = {"bag-of-words-1": seconds, "bag-of-words-2": seconds}
    if predict:
        measured["bag-of-words-predict"] = predict()
    return measured


work()
serve(measure)
