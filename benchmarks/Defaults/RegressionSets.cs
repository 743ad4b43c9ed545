namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>Data sets with a number to predict.</summary>
internal static class RegressionSets
{
    private const int TestRows = 2000;

    /// <summary>The data sets, each made when it is needed.</summary>
    public static IEnumerable<Func<DataSet>> All =>
    [
        () => Line(100), () => Line(1000), () => Line(10_000), Tiny, Noisy, () => LabelScale(1e6), () => LabelScale(1e-6), MixedScales,
        Offsets, Correlated, HeavyTails, Powers, Wide, Text, Large,
    ];

    private static DataSet Line(int rows) => Linear(
        $"line-{rows}", "3 features in 0..1.4, no noise", rows, new RowSource(1), columns: 3, noise: 0, (source, _) => source.Uniform(1.4));

    private static DataSet Tiny() => Linear(
        "tiny-50", "5 normal features, noise of a third of the signal", 50, new RowSource(2), columns: 5, noise: 1.0 / 3, (source, _) => source.Normal());

    private static DataSet Noisy() => Linear(
        "noisy-1000", "10 normal features, as much noise as signal", 1000, new RowSource(3), columns: 10, noise: 1, (source, _) => source.Normal());

    private static DataSet LabelScale(double scale) => Linear(
        $"labels-{scale:0e+0}", $"5 normal features, labels around 3 x {scale:0e+0} of deviation {scale:0e+0}", 500, new RowSource(4), columns: 5,
        noise: 0.1, (source, _) => source.Normal(), scale, offset: 3 * scale);

    private static DataSet MixedScales() => Linear(
        "mixed-scales", "10 normal features of deviation 1e-3, 1e-2, .. 1e6", 2000, new RowSource(5), columns: 10, noise: 0.2,
        (source, column) => Math.Pow(10, column - 3) * source.Normal());

    private static DataSet Offsets() => Linear(
        "offsets", "8 features of mean 1000 and deviation 1 to 8", 2000, new RowSource(6), columns: 8, noise: 0.2,
        (source, column) => 1000 + ((column + 1) * source.Normal()));

    private static DataSet HeavyTails() => Linear(
        "heavy-tails", "6 log-normal features (incomes, counts), up to 1e3 times their median", 5000, new RowSource(7), columns: 6, noise: 0.3,
        (source, _) => Math.Exp(2 * source.Normal()));

    private static DataSet Large() => Linear(
        "large-100000", "50 normal features, noise of half the signal", 100_000, new RowSource(8), columns: 50, noise: 0.5,
        (source, _) => source.Normal());

    // 20 features that are mixtures of 5 hidden ones, so that each can nearly be computed from the others.
    private static DataSet Correlated()
    {
        const int Hidden = 5;
        const int Columns = 20;
        RowSource source = new(9);
        double[] mixture = source.Normals(Hidden * Columns);
        double[] weights = source.Normals(Hidden);
        double Fill(double[] features)
        {
            double[] hidden = source.Normals(Hidden);
            for (int column = 0; column < Columns; column++)
            {
                features[column] = 0.05 * source.Normal();
                for (int i = 0; i < Hidden; i++)
                {
                    features[column] += mixture[(column * Hidden) + i] * hidden[i];
                }
            }

            return hidden.Zip(weights, (x, w) => x * w).Sum() + (0.2 * source.Normal());
        }

        return Create("correlated", "20 features that are mixtures of 5 hidden ones", Columns, 5000, rows => source.Dense(rows, Columns, Fill, SetNumber));
    }

    // A polynomial of one number: the powers are nearly the same on both sides of 0, up to their sign.
    private static DataSet Powers()
    {
        const int Columns = 6;
        RowSource source = new(11);
        double Fill(double[] features)
        {
            double x = source.Uniform(2) - 1;
            for (int column = 0; column < Columns; column++)
            {
                features[column] = Math.Pow(x, column + 1);
            }

            return Math.Cos(3 * x) + (0.1 * source.Normal());
        }

        return Create("powers", "x, x^2, .. x^6 for x in -1..1; the label is cos 3x with noise", Columns, 1000, rows => source.Dense(rows, Columns, Fill, SetNumber));
    }

    private static DataSet Wide() => Linear(
        "wide-2000", "500 normal features, noise of a third of the signal", 2000, new RowSource(12), columns: 500, noise: 1.0 / 3,
        (source, _) => source.Normal());

    private static DataSet Text()
    {
        const int Columns = 5000;
        RowSource source = new(10);
        double[] weights = source.Normals(Columns);
        return Create("text", "5,000 columns, 30 words in each row, frequencies as in texts", Columns, 20_000, rows => source.Sparse(
            rows, Columns, words: 30, () => source.ZipfIndex(Columns), counts => counts.Sum(word => weights[word.Key] * word.Value) + source.Normal(), SetNumber));
    }

    // The label is a sum of the features, each times a weight over the feature's deviation, plus noise of the given share of the signal.
    private static DataSet Linear(
        string name,
        string description,
        int rows,
        RowSource source,
        int columns,
        double noise,
        Func<RowSource, int, double> feature,
        double scale = 1,
        double offset = 0)
    {
        double[] weights = source.Normals(columns);
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double[] sample = [.. Enumerable.Range(0, TestRows).Select(_ => feature(source, column))];
            double mean = sample.Average();
            deviations[column] = Math.Sqrt(sample.Average(value => (value - mean) * (value - mean)));
        }

        double norm = Math.Sqrt(weights.Sum(weight => weight * weight));
        double Fill(double[] features)
        {
            double label = 0;
            for (int column = 0; column < columns; column++)
            {
                features[column] = feature(source, column);
                label += weights[column] / norm * features[column] / deviations[column];
            }

            return offset + (scale * (label + (noise * source.Normal())));
        }

        return Create(name, description, columns, rows, count => source.Dense(count, columns, Fill, SetNumber));
    }

    private static DataSet Create(string name, string description, int columns, int rows, Func<int, Row[]> draw) =>
        new(name, description, DataKind.Regression, columns, draw(rows), draw(TestRows));

    private static void SetNumber(Row row, double label) => row.Number = (float)label;
}
