using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Benchmarks;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>
/// Learns a vocabulary from reviews and transforms each review to a sparse row, on one thread and on two threads. Also predicts reviews
/// one at a time. Reviews and rows are in memory, as they are for scikit-learn.
/// </summary>
internal sealed class ReviewsWorkload() : Workload("bag-of-words")
{
    private const int MaxWords = 10_000;
    private const int PredictedTextLength = 1300;
    private const int MaxPredictedTexts = 2000;

    // A background thread optimizes a method only after dozens of calls (tiered compilation).
    private const int WarmUpRuns = 16;

    private readonly MLContext _ml = new(1);
    private Review[] _reviews = [];
    private Review[] _predictedTexts = [];
    private PredictionEngine<Review, Sentiment>? _engine;

    public override void Prepare(int threads)
    {
        _reviews = Review.ReadAll();
        _predictedTexts =
        [
            .. _reviews.Where(review => review.Text.Length >= PredictedTextLength).Take(MaxPredictedTexts)
                .Select(review => new Review { Text = review.Text[..PredictedTextLength] }),
        ];
        IDataView rows = _ml.Data.LoadFromEnumerable(_reviews);
        MultilayerPerceptronOptions network = new() { HiddenUnits = [128], Epochs = 1 };
        _engine = _ml.Model.CreatePredictionEngine<Review, Sentiment>(
            _ml.Transforms.Text.BagOfWords("Features", "Text", MaxWords, TermWeighting.Binary)
                .Append(_ml.BinaryClassification.Trainers.MultilayerPerceptron(network))
                .Fit(rows));
        for (int i = 0; i < WarmUpRuns; i++)
        {
            FitAndTransform(1 + (i % 2));
            Predict();
        }
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double>
    {
        [$"{Name}-1"] = SecondsOf(() => FitAndTransform(1)),
        [$"{Name}-2"] = SecondsOf(() => FitAndTransform(2)),
        [$"{Name}-predict"] = SecondsOf(Predict) / _predictedTexts.Length,
    };

    // Learns the vocabulary from all reviews, then transforms one part of the reviews on each thread.
    private SparseRows[] FitAndTransform(int threads)
    {
        BagOfWordsOptions options = new() { MaxWords = MaxWords, Threads = threads };
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(_ml.Data.LoadFromEnumerable(_reviews));
        SparseRows Transform(Review[] part) => SparseRows.Read(model.Transform(_ml.Data.LoadFromEnumerable(part)), "Bag");
        Review[][] parts = [.. _reviews.Chunk((_reviews.Length + threads - 1) / threads)];
        return threads == 1 ? [Transform(parts[0])] : [.. parts.AsParallel().WithDegreeOfParallelism(threads).Select(Transform)];
    }

    private void Predict()
    {
        Sentiment sentiment = new();
        foreach (Review text in _predictedTexts)
        {
            _engine!.Predict(text, ref sentiment);
        }
    }

    private sealed class Sentiment
    {
        [ColumnName("PredictedLabel")]
        public bool IsPositive { get; set; }

        public float Probability { get; set; }
    }
}
