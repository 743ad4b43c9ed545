using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>
/// Learns a vocabulary from reviews and transforms each review into a sparse row, on one and two threads; then predicts reviews one
/// at a time. Reviews and rows are in memory, as the peer's are.
/// </summary>
internal sealed class ReviewsWorkload() : Workload("bag-of-words")
{
    private const int MaxWords = 10_000;
    private const int Chars = 1300;
    private const int Texts = 2000;

    // Methods reach the optimizing compiler only after dozens of calls, on a background thread.
    private const int WarmUps = 16;

    private readonly MLContext _ml = new(1);
    private Review[] _reviews = [];
    private Review[] _texts = [];
    private PredictionEngine<Review, Sentiment>? _engine;

    public override void Prepare(int threads)
    {
        _reviews = Review.ReadAll();
        _texts = [.. _reviews.Where(r => r.Text.Length >= Chars).Take(Texts).Select(r => new Review { Text = r.Text[..Chars] })];
        IDataView rows = _ml.Data.LoadFromEnumerable(_reviews);
        MultilayerPerceptronOptions network = new() { HiddenUnits = [128], Epochs = 1 };
        _engine = _ml.Model.CreatePredictionEngine<Review, Sentiment>(
            _ml.Transforms.Text.BagOfWords("Features", "Text", MaxWords, TermWeighting.Binary)
                .Append(_ml.BinaryClassification.Trainers.MultilayerPerceptron(network))
                .Fit(rows));
        for (int i = 0; i < WarmUps; i++)
        {
            FitAndTransform(1 + (i % 2));
            Predict();
        }
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double>
    {
        [$"{Name}-1"] = SecondsOf(() => FitAndTransform(1)),
        [$"{Name}-2"] = SecondsOf(() => FitAndTransform(2)),
        [$"{Name}-predict"] = SecondsOf(Predict) / _texts.Length,
    };

    // Each thread transforms its share of the reviews.
    private SparseRows[] FitAndTransform(int threads)
    {
        BagOfWordsOptions options = new() { MaxWords = MaxWords, Threads = threads };
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(_ml.Data.LoadFromEnumerable(_reviews));
        SparseRows Transform(Review[] share) => SparseRows.Read(model.Transform(_ml.Data.LoadFromEnumerable(share)), "Bag");
        Review[][] shares = [.. _reviews.Chunk((_reviews.Length + threads - 1) / threads)];
        return threads == 1 ? [Transform(shares[0])] : [.. shares.AsParallel().WithDegreeOfParallelism(threads).Select(Transform)];
    }

    private void Predict()
    {
        Sentiment sentiment = new();
        foreach (Review text in _texts)
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
