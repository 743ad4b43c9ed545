using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>What is counted over the rows of scored multiclass data, and the metrics that follow from it.</summary>
internal sealed class MulticlassTally
{
    // The smallest probability. It is the Single nearest to 1e-15, because scores are Singles.
    private const float SmallestProbability = 1e-15f;

    private readonly double[] _rowsOfClass;
    private readonly double[] _lossOfClass;
    private readonly double[] _rowsOfRank;
    private double _rows;
    private double _correct;
    private double _loss;

    public MulticlassTally(int classes)
    {
        _rowsOfClass = new double[classes];
        _lossOfClass = new double[classes];
        // One rank more than there are classes: a label beyond the scored classes comes after all scores.
        _rowsOfRank = new double[classes + 1];
        Confusion = new double[classes][];
        for (int i = 0; i < classes; i++)
            Confusion[i] = new double[classes];
    }

    /// <summary>The number of rows of each true class (first index) with each predicted class (second index).</summary>
    public double[][] Confusion { get; }

    public double MicroAccuracy => _rows > 0 ? _correct / _rows : 0;

    public double MacroAccuracy
    {
        get
        {
            double sum = 0;
            int occurring = 0;
            for (int i = 0; i < _rowsOfClass.Length; i++)
            {
                if (_rowsOfClass[i] == 0)
                    continue;
                occurring++;
                sum += Confusion[i][i] / _rowsOfClass[i];
            }
            return occurring > 0 ? sum / occurring : 0;
        }
    }

    public double LogLoss => _rows > 0 ? _loss / _rows : 0;

    public double LogLossReduction
    {
        get
        {
            double entropy = 0;
            foreach (double rows in _rowsOfClass)
            {
                if (rows != 0)
                    entropy += rows * Math.Log(rows / _rows);
            }
            entropy /= -_rows;
            return (entropy - LogLoss) / entropy;
        }
    }

    public ImmutableArray<double> PerClassLogLoss
    {
        get
        {
            var means = new double[_lossOfClass.Length];
            for (int i = 0; i < means.Length; i++)
                means[i] = _rowsOfClass[i] > 0 ? _lossOfClass[i] / _rowsOfClass[i] : 0;
            return ImmutableArray.Create(means);
        }
    }

    /// <summary>The top-K accuracies for K = 1 to <paramref name="count"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">The count is more than the number of ranks.</exception>
    public ImmutableArray<double> TopKAccuracies(int count)
    {
        if (count > _rowsOfRank.Length)
        {
            throw new IndexOutOfRangeException(
                $"The top-K prediction count must be 0 to the number of classes plus one, {_rowsOfRank.Length}, but it is {count}.");
        }
        var accuracies = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++)
            accuracies[k] = sum += _rowsOfRank[k] / _rows;
        return ImmutableArray.Create(accuracies);
    }

    /// <summary>Counts a row.</summary>
    /// <param name="scores">The scores of all classes, finite.</param>
    /// <param name="label">The true class, 0 or more; it may lie beyond the scored classes.</param>
    public void Add(ReadOnlySpan<float> scores, int label)
    {
        bool known = label < scores.Length;
        float trueScore = known ? scores[label] : 0;
        double loss = -Math.Log(Math.Min(1, Math.Max(SmallestProbability, trueScore)));
        int rank = 0;
        int predicted = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > trueScore || (scores[i] == trueScore && i < label))
                rank++;
            if (scores[i] > scores[predicted])
                predicted = i;
        }

        _rows++;
        _loss += loss;
        _rowsOfRank[rank]++;
        if (rank == 0)
        {
            // ML.NET fails here too: such a label takes the place of a class with score 0, which no score reaches.
            if (!known)
            {
                throw new IndexOutOfRangeException(
                    $"The label {label} is not one of the {scores.Length} scored classes, and all scores are negative.");
            }
            _correct++;
        }
        if (!known)
            return;
        _rowsOfClass[label]++;
        _lossOfClass[label] += loss;
        // Rank 0 means that the true class comes first, so predicted is the label then.
        Confusion[label][predicted]++;
    }
}
