using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>Draws random rows. The same seed gives the same rows.</summary>
internal sealed class RowSource(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to <paramref name="high"/>, uniformly distributed.</summary>
    public double Uniform(double high = 1) => high * _random.NextDouble();

    /// <summary>A number with the standard normal distribution, by the Box-Muller transform.</summary>
    public double Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * _random.NextDouble());
    }

    /// <summary>An integer from 0 to <paramref name="count"/> - 1, uniformly distributed.</summary>
    public int Index(int count) => _random.Next(count);

    /// <summary>An integer from 0 to <paramref name="count"/> - 1; the integer i is about 1 / (i + 1) as frequent as 0.</summary>
    public int ZipfIndex(int count) => Math.Min(count - 1, (int)(Math.Pow(count + 1, _random.NextDouble()) - 1));

    /// <summary>Several numbers with the standard normal distribution.</summary>
    public double[] Normals(int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Normal();
        }

        return values;
    }

    /// <summary>Draws rows of <paramref name="columns"/> dense features.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="columns">The number of features.</param>
    /// <param name="fill">Sets the features of a row and returns its label.</param>
    /// <param name="setLabel">Stores the label in the row.</param>
    public Row[] Dense(int count, int columns, Func<double[], double> fill, Action<Row, double> setLabel) => Rows(count, setLabel, row =>
    {
        double[] features = new double[columns];
        double label = fill(features);
        row.Features = new VBuffer<float>(columns, Array.ConvertAll(features, value => (float)value));
        return label;
    });

    /// <summary>Draws rows with a number in a few of <paramref name="columns"/> features: how often a word occurs in a short text.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="columns">The number of features.</param>
    /// <param name="words">The number of words that are drawn for a row.</param>
    /// <param name="draw">Draws one word: returns its column.</param>
    /// <param name="label">Returns the label of a row from the counts of its words.</param>
    /// <param name="setLabel">Stores the label in the row.</param>
    public Row[] Sparse(
        int count, int columns, int words, Func<int> draw, Func<SortedDictionary<int, int>, double> label, Action<Row, double> setLabel) =>
        Rows(count, setLabel, row =>
        {
            SortedDictionary<int, int> counts = new();
            for (int i = 0; i < words; i++)
            {
                int column = draw();
                counts[column] = counts.GetValueOrDefault(column) + 1;
            }

            row.Features = new VBuffer<float>(
                columns, counts.Count, [.. counts.Values.Select(value => (float)value)], [.. counts.Keys]);
            return label(counts);
        });

    private static Row[] Rows(int count, Action<Row, double> setLabel, Func<Row, double> fill)
    {
        Row[] rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            Row row = rows[i] = new Row();
            setLabel(row, fill(row));
        }

        return rows;
    }
}
