using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The rows of a data set, split into training rows and held-out test rows.</summary>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows.</param>
internal sealed record TrainTestRows(IDataView Train, IDataView Test)
{
    /// <summary>The fraction of the rows that are held out by default.</summary>
    public const double DefaultTestFraction = 0.2;

    /// <summary>
    /// Loads and splits a data set. Holds out the last <paramref name="testRowCount"/> rows. If that is null, holds out the test rows that
    /// the data set defines, or a random fraction of all rows if it defines none.
    /// </summary>
    /// <exception cref="InvalidDataException">The data is invalid, no training rows remain, or the test rows lack a class.</exception>
    public static TrainTestRows Create(MLContext ml, IReviewSource source, int? testRowCount, int seed, TextWriter output)
    {
        TrainTestRows rows = testRowCount is int count ? HoldOutLast(ml, source.Load(ml, output), count)
            : source.LoadPredefinedSplit(ml) is (IDataView train, IDataView test) ? new TrainTestRows(train, test)
            : HoldOutRandom(ml, source.Load(ml, output), seed);
        CheckLabels(rows.Test);
        return rows;
    }

    /// <summary>Throws if the rows cannot be used for testing.</summary>
    /// <exception cref="InvalidDataException">No row is positive, or no row is negative.</exception>
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
                $"The test rows include {positive} positive and {negative} negative rows; both classes are needed.");
        }
    }

    private static TrainTestRows HoldOutRandom(MLContext ml, IDataView all, int seed)
    {
        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(all, DefaultTestFraction, seed: seed);
        return new TrainTestRows(split.TrainSet, split.TestSet);
    }

    private static TrainTestRows HoldOutLast(MLContext ml, IDataView all, int count)
    {
        long rows = Count(all);
        return count < rows
            ? new TrainTestRows(ml.Data.TakeRows(all, rows - count), ml.Data.SkipRows(all, rows - count))
            : throw new InvalidDataException($"--test-last {count} leaves no row to train on: there are {rows} rows.");
    }

    /// <summary>Returns the number of rows in a view. Reads all rows if the view does not know the number.</summary>
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
