using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>How many rows of each class were predicted as each class.</summary>
public sealed class ConfusionMatrix
{
    private string? _formatted;

    /// <summary>Makes the matrix.</summary>
    /// <param name="counts">The counts, first by true and then by predicted class.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="isBinary">Whether the classes are positive and negative.</param>
    internal ConfusionMatrix(double[][] counts, IReadOnlyList<string> classNames, bool isBinary)
    {
        var recall = new double[counts.Length];
        var precision = new double[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            double labelled = counts[i].Sum();
            double predicted = counts.Sum(row => row[i]);
            recall[i] = labelled > 0 ? counts[i][i] / labelled : 0;
            precision[i] = predicted > 0 ? counts[i][i] / predicted : 0;
        }
        Counts = counts.Select(row => (IReadOnlyList<double>)ImmutableArray.Create(row)).ToImmutableArray();
        PerClassRecall = ImmutableArray.Create(recall);
        PerClassPrecision = ImmutableArray.Create(precision);
        ClassNames = classNames;
        IsBinary = isBinary;
    }

    /// <summary>For each class, the share of the rows predicted as it that are of it; 0 where none is predicted as it.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>For each class, the share of its rows that are predicted as it; 0 where it has no rows.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>The counts: the outer list is over the true classes, the inner lists over the predicted ones.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    /// <summary>The number of classes.</summary>
    public int NumberOfClasses => Counts.Count;

    internal IReadOnlyList<string> ClassNames { get; }

    internal bool IsBinary { get; }

    /// <summary>
    /// The matrix as a table to be read in a fixed-width font, with the recall of each row and the precision of each
    /// column.
    /// </summary>
    public string GetFormattedConfusionTable() => _formatted ??= ConfusionTableFormatter.Format(this);

    /// <summary>The number of rows of one class that were predicted as another, or the same.</summary>
    /// <param name="predictedClassIndicatorIndex">The predicted class, 0 to <see cref="NumberOfClasses"/> - 1.</param>
    /// <param name="actualClassIndicatorIndex">The true class, 0 to <see cref="NumberOfClasses"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the classes is out of range.</exception>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckClass(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckClass(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void CheckClass(int index, string parameterName)
    {
        if (index < 0 || index >= NumberOfClasses)
            throw new ArgumentOutOfRangeException(parameterName, $"The class must be 0 to {NumberOfClasses - 1}, but it is {index}.");
    }
}
