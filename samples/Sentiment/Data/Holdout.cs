using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Rows to train with and rows to test with.</summary>
/// <param name="Train">The rows to train with.</param>
/// <param name="Test">The rows to test with.</param>
internal sealed record Holdout(IDataView Train, IDataView Test)
{
    /// <summary>The share of the rows that are held out where nothing else is said.</summary>
    public const double TestShare = 0.2;

    /// <summary>Holds out the last rows if a number is given, else the source's own test part, else a share by the seed.</summary>
    /// <exception cref="InvalidDataException">The source is damaged, or no row would be left to train with.</exception>
    public static Holdout Of(MLContext ml, IReviewSource source, int? testLast, int seed)
    {
        Holdout rows = testLast is int count ? Last(ml, source.Load(ml), count)
            : source.LoadParts(ml) is (IDataView train, IDataView test) ? new Holdout(train, test)
            : Random(ml, source.Load(ml), seed);
        CheckLabels(rows.Test);
        return rows;
    }

    /// <summary>Refuses rows that cannot be tested with.</summary>
    /// <exception cref="InvalidDataException">They are not of both classes.</exception>
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
            throw new InvalidDataException($"To test with there are {positive} positive and {negative} negative rows; both kinds are needed.");
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
            : throw new InvalidDataException($"--test-last {count} leaves no row to train with: there are {rows}.");
    }

    /// <summary>The number of a view's rows; where it does not say, they are counted.</summary>
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
