namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>Data sets with a class to predict: one of two, or one of several.</summary>
internal static class ClassSets
{
    private const int TestRows = 2000;

    /// <summary>The data sets of two classes, each made when it is needed.</summary>
    public static IEnumerable<Func<DataSet>> Binary =>
    [
        () => Halves(100), () => Halves(1000), () => Halves(10_000), Tiny, Noisy, MixedScales, Offsets, Rare, Wide, Categories, Text, Large,
    ];

    /// <summary>The data sets of several classes, each made when it is needed.</summary>
    public static IEnumerable<Func<DataSet>> Multiclass => [Flowers, Clusters, Topics];

    private static DataSet Halves(int rows) => Linear(
        $"halves-{rows}", "3 features in 0..1.4, no noise", rows, new RowSource(1), columns: 3, sharpness: 1e6, (source, _) => source.Uniform(1.4), mean: 0.7);

    private static DataSet Tiny() => Linear(
        "tiny-50", "5 normal features, noise", 50, new RowSource(2), columns: 5, sharpness: 4, (source, _) => source.Normal());

    private static DataSet Noisy() => Linear(
        "noisy-1000", "10 normal features, much noise", 1000, new RowSource(3), columns: 10, sharpness: 1.5, (source, _) => source.Normal());

    private static DataSet MixedScales() => Linear(
        "mixed-scales", "10 normal features of deviation 1e-3, 1e-2, .. 1e6", 2000, new RowSource(5), columns: 10, sharpness: 4,
        (source, column) => Math.Pow(10, column - 3) * source.Normal(), deviation: column => Math.Pow(10, column - 3));

    private static DataSet Offsets() => Linear(
        "offsets", "8 features of mean 1000 and deviation 1 to 8", 2000, new RowSource(6), columns: 8, sharpness: 4,
        (source, column) => 1000 + ((column + 1) * source.Normal()), deviation: column => column + 1, mean: 1000);

    private static DataSet Rare() => Linear(
        "rare-10000", "10 normal features; about 2% of the rows are in the second class", 10_000, new RowSource(7), columns: 10, sharpness: 3,
        (source, _) => source.Normal(), offset: -1.9);

    private static DataSet Large() => Linear(
        "large-100000", "50 normal features, noise", 100_000, new RowSource(8), columns: 50, sharpness: 2, (source, _) => source.Normal());

    private static DataSet Wide() => Linear(
        "wide-2000", "500 normal features, noise", 2000, new RowSource(14), columns: 500, sharpness: 4, (source, _) => source.Normal());

    // Five categories of 10, 20, 40, 80 and 160 values, one-hot encoded.
    private static DataSet Categories()
    {
        const int Columns = 310;
        RowSource source = new(9);
        double[] weights = source.Normals(Columns);
        double Fill(double[] features)
        {
            double score = 0;
            int first = 0;
            for (int size = 10; size <= 160; size *= 2)
            {
                int column = first + source.ZipfIndex(size);
                features[column] = 1;
                score += weights[column];
                first += size;
            }

            return Draw(source, score);
        }

        return TwoClasses("categories", "5 one-hot categories of 10 to 160 values", Columns, 5000, rows => source.Dense(rows, Columns, Fill, SetFlag));
    }

    private static DataSet Text()
    {
        const int Columns = 5000;
        RowSource source = new(10);
        double[] weights = source.Normals(Columns);
        return TwoClasses("text", "5,000 columns, 30 words in each row, frequencies as in texts", Columns, 20_000, rows => source.Sparse(
            rows, Columns, words: 30, () => source.ZipfIndex(Columns), counts => Draw(source, counts.Sum(word => weights[word.Key] * word.Value)), SetFlag));
    }

    private static DataSet Flowers() => Gaussians("flowers-150", "4 features of 3 classes that overlap a little", 150, new RowSource(11), 4, 3, 3, _ => 1);

    private static DataSet Clusters() => Gaussians(
        "clusters-5000", "10 classes, 20 features of deviation 1e-3 to 1e6", 5000, new RowSource(12), 20, 10, 0.8, column => Math.Pow(10, (column % 10) - 3));

    // Each topic has words of its own among those of all topics.
    private static DataSet Topics()
    {
        const int Columns = 5000;
        const int Classes = 5;
        RowSource source = new(13);
        int topic = 0;
        int DrawWord() => source.Uniform() < 0.2
            ? (source.ZipfIndex(Columns / Classes) * Classes) + topic
            : source.ZipfIndex(Columns);
        Row[] Rows(int count) =>
            source.Sparse(count, Columns, words: 30, DrawWord, _ => { double label = topic; topic = source.Index(Classes); return label; }, SetClass);
        return new DataSet("topics", "5,000 columns, 30 words in each row, 5 topics", DataKind.Multiclass, Columns, Rows(10_000), Rows(TestRows), Classes);
    }

    private static DataSet Gaussians(
        string name, string description, int rows, RowSource source, int columns, int classes, double distance, Func<int, double> scale)
    {
        double[] centers = source.Normals(classes * columns);
        Row[] Rows(int count)
        {
            int label = 0;
            double Fill(double[] features)
            {
                label = source.Index(classes);
                for (int column = 0; column < columns; column++)
                {
                    features[column] = scale(column) * ((distance * centers[(label * columns) + column]) + source.Normal());
                }

                return label;
            }

            return source.Dense(count, columns, Fill, SetClass);
        }

        return new DataSet(name, description, DataKind.Multiclass, columns, Rows(rows), Rows(TestRows), classes);
    }

    // The probability of the second class is the sigmoid of a sum of the features, each with its mean removed and over its deviation.
    private static DataSet Linear(
        string name,
        string description,
        int rows,
        RowSource source,
        int columns,
        double sharpness,
        Func<RowSource, int, double> feature,
        Func<int, double>? deviation = null,
        double mean = 0,
        double offset = 0)
    {
        double[] weights = source.Normals(columns);
        double norm = Math.Sqrt(weights.Sum(weight => weight * weight));
        double Fill(double[] features)
        {
            double score = offset;
            for (int column = 0; column < columns; column++)
            {
                features[column] = feature(source, column);
                score += weights[column] / norm * (features[column] - mean) / (deviation?.Invoke(column) ?? 1);
            }

            return Draw(source, sharpness * score);
        }

        return TwoClasses(name, description, columns, rows, count => source.Dense(count, columns, Fill, SetFlag));
    }

    private static double Draw(RowSource source, double score) => source.Uniform() < 1 / (1 + Math.Exp(-score)) ? 1 : 0;

    private static DataSet TwoClasses(string name, string description, int columns, int rows, Func<int, Row[]> draw) =>
        new(name, description, DataKind.Binary, columns, draw(rows), draw(TestRows), ClassCount: 2);

    private static void SetFlag(Row row, double label) => row.Flag = label > 0;

    private static void SetClass(Row row, double label) => row.Class = (uint)label + 1;
}
