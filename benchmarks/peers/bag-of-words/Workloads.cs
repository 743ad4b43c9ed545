using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Benchmarks.BagOfWordsPeer;

/// <summary>What is timed. All rows are in memory before; the result of each is kept, as the peer keeps its own.</summary>
internal sealed class Workloads
{
    private const int MaxWords = 10_000;
    private const int PredictedChars = 1300;
    private const int Predictions = 2000;

    private readonly MLContext _ml = new(seed: 1);
    private readonly Review[] _reviews;
    private PredictionEngine<Review, Sentiment>? _engine;

    public Workloads(Review[] reviews) => _reviews = reviews;

    public Func<double> Find(string[] words) => words switch
    {
        ["fit-transform", string threads] => () => FitTransform(int.Parse(threads)),
        ["fit", string threads] => () => Seconds(() => Fit(int.Parse(threads))),
        ["predict"] => Predict,
        _ => throw new ArgumentException($"There is no workload '{string.Join(' ', words)}'."),
    };

    // The vocabulary is learned from all reviews; then each thread makes the vectors of its share of them.
    private double FitTransform(int threads)
    {
        SparseRows[] rows = [];
        double seconds = Seconds(() =>
        {
            BagOfWordsTransformer model = Fit(threads);
            int share = (_reviews.Length + threads - 1) / threads;
            rows = Task.WhenAll(_reviews.Chunk(share).Select(part => Task.Run(() => SparseRows.Read(model.Transform(View(part)))))).Result;
        });
        Console.Error.WriteLine($"{rows.Sum(r => r.Count)} rows, {rows.Sum(r => r.Values.Count)} values, sum {rows.Sum(r => r.Values.Sum())}");
        return seconds;
    }

    private BagOfWordsTransformer Fit(int threads)
        => _ml.Transforms.Text.BagOfWords("Bag", "Text", new BagOfWordsOptions { MaxWords = MaxWords, Threads = threads }).Fit(View(_reviews));

    // One review of the usual length after another, through the whole pipeline.
    private double Predict()
    {
        _engine ??= Train();
        Review[] texts = [.. _reviews.Where(r => r.Text.Length >= PredictedChars).Take(Predictions).Select(r => new Review { Text = r.Text[..PredictedChars] })];
        var sentiment = new Sentiment();
        return Seconds(() =>
        {
            for (int i = 0; i < Predictions; i++)
                _engine.Predict(texts[i % texts.Length], ref sentiment);
        }) / Predictions;
    }

    private PredictionEngine<Review, Sentiment> Train()
    {
        IDataView rows = View(_reviews);
        var pipeline = _ml.Transforms.Text.BagOfWords("Features", "Text", MaxWords, TermWeighting.Binary)
            .Append(_ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { HiddenUnits = [128], Epochs = 1 }));
        return _ml.Model.CreatePredictionEngine<Review, Sentiment>(pipeline.Fit(rows));
    }

    private IDataView View(Review[] reviews) => _ml.Data.LoadFromEnumerable(reviews);

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Sentiment
    {
        [ColumnName("PredictedLabel")]
        public bool IsPositive { get; set; }

        public float Probability { get; set; }
    }
}
