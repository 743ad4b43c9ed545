"""CountVectorizer on reviews in memory: fit followed by transform, or fit_transform, which reads them only once."""

import gzip
import os
import sys
import warnings

from harness import mean_seconds_of, seconds_of, serve
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.neural_network import MLPClassifier

WORDS, CHARS, TEXTS = 10_000, 1300, 2000

with gzip.open(os.environ["PEERS_REVIEWS"], "rt", encoding="utf-8", newline="\n") as file:
    next(file)
    rows = [line.rstrip("\n").split("\t", 1) for line in file]
reviews = [text for _, text in rows]


def vectorizer(**options):
    return CountVectorizer(lowercase=True, max_features=WORDS, **options)


def fit_and_transform():
    return vectorizer().fit(reviews).transform(reviews)


def fit_transform():
    return vectorizer().fit_transform(reviews)


# One epoch of training is enough to measure predictions.
warnings.filterwarnings("ignore", message="Stochastic Optimizer")
work = fit_transform if "--at-once" in sys.argv else fit_and_transform
predict = None
if "--predict" in sys.argv:
    words = vectorizer(binary=True).fit(reviews)
    network = MLPClassifier(hidden_layer_sizes=(128,), max_iter=1).fit(words.transform(reviews), [label for label, _ in rows])
    texts = [text[:CHARS] for text in reviews if len(text) >= CHARS][:TEXTS]

    def predict():
        return mean_seconds_of(lambda: network.predict_proba(words.transform(texts[:1])))


def measure():
    seconds = seconds_of(work)
    measured = {"bag-of-words-1": seconds, "bag-of-words-2": seconds}
    if predict:
        measured["bag-of-words-predict"] = predict()
    return measured


work()
serve(measure)
