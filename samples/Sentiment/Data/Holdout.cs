using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The training rows and the test rows.</summary>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows.</param>
internal sealed record Holdout(IDataView Train, IDataView Test)
{
    /// <summary>The default share of the rows that is held out.</summary>
    public const double TestShare = 0.2;

    /// <summary>Holds out the last rows if a number is given, otherwise the source's own test rows, otherwise a random share.</summary>
    /// <exception cref="InvalidDataException">The source is damaged, or no training rows would remain.</exception>
    public static Holdout Of(MLContext ml, IReviewSource source, int? testLast, int seed)
    {
        Holdout rows = testLast is int count ? Last(ml, source.Load(ml), count)
            : source.LoadParts(ml) is (IDataView train, IDataView test) ? new Holdout(train, test)
            : Random(ml, source.Load(ml), seed);
        CheckLabels(rows.Test);
        return rows;
    }

    /// <summary>Throws if the rows cannot be used for testing.</summary>
    /// <exception cref="InvalidDataException">One of the classes is missing.</exception>
    public static void CheckLabels(IDataView test)
    {
        long positive = 0;
        long negative = 0;
        foreach (bool label in test.GetColumn<bool>(nameof(Review.Label)))
        {
            _ = label ? positive++ : negative++;
        }

        if (positive == 0 || negative == 0)
        {
            throw new InvalidDataException(
                $"The test rows have {positive} positive and {negative} negative rows; both classes are needed.");
        }
    }

    private static Holdout Random(MLContext ml, IDataView all, int seed)
    {
        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(all, TestShare, seed: seed);
        return new Holdout(split.TrainSet, split.TestSet);
    }

    private static Holdout Last(MLContext ml, IDataView all, int count)
    {
        long rows = Count(all);
        return count < rows
            ? new Holdout(ml.Data.TakeRows(all, rows - count), ml.Data.SkipRows(all, rows - count))
            : throw new InvalidDataException($"--test-last {count} leaves no row to train on: there are {rows}.");
    }

    /// <summary>The number of rows in a view; they are counted if the view does not report it.</summary>
    public static long Count(IDataView view)
    {
        if (view.GetRowCount() is long known)
        {
            return known;
        }

        long count = 0;
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        while (cursor.MoveNext())
        {
            count++;
        }

        return count;
    }
}
