using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    // For each part a filter, and the removal of the column by which rows are told apart.
    private const int SplitComponents = 4;

    /// <summary>Splits a view at random into rows to train with and rows to test with.</summary>
    /// <param name="data">The view.</param>
    /// <param name="testFraction">The share of the rows to test with, in (0, 1).</param>
    /// <param name="samplingKeyColumnName">A column whose rows with one value all go to the same side.</param>
    /// <param name="seed">The seed of the split; by default the context's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1), or there is no such column.</exception>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "It must be between 0 and 1, both exclusive.");
        RowSplitter splitter = MakeSplitter(data, samplingKeyColumnName, seed);
        return Split(splitter, new NumberRange(0, testFraction, IncludesMaximum: false));
    }

    /// <summary>Splits a view at random into folds, each of which is once the rows to test with.</summary>
    /// <param name="data">The view.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="samplingKeyColumnName">A column whose rows with one value all go to the same fold.</param>
    /// <param name="seed">The seed of the split; by default the context's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds, or there is no such column.</exception>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Folds(data, numberOfFolds, samplingKeyColumnName, seed).ToArray();
    }

    /// <summary>The folds of a cross-validation, each made when it is asked for.</summary>
    internal IEnumerable<TrainTestData> Folds(IDataView data, int numberOfFolds, string? samplingKeyColumnName, int? seed)
    {
        if (numberOfFolds <= 1)
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), numberOfFolds, "It must be at least 2.");
        RowSplitter splitter = MakeSplitter(data, samplingKeyColumnName, seed);
        return Enumerable.Range(0, numberOfFolds)
            .Select(fold => new NumberRange((double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, IncludesMaximum: true))
            .Select(range => Split(splitter, range));
    }

    private RowSplitter MakeSplitter(IDataView data, string? samplingKeyColumnName, int? seed)
    {
        int? splitSeed = seed ?? ((IHostEnvironmentInternal)_env).Seed;
        if (samplingKeyColumnName is not null)
        {
            RowNumber number = SamplingKeys.Create(_env, data, samplingKeyColumnName, splitSeed);
            return (range, complement) => new SamplingKeySplitView(data, number, range, complement);
        }
        _env.Register("GenerateNumber");
        return (range, complement) => new RandomSplitView(data, splitSeed ?? DefaultSplitSeed, range, complement);
    }

    // ML.NET makes a split of several components, and each one that registers draws from the environment's randomness, on
    // which what a seeded program makes afterwards depends. So as many are registered here.
    private TrainTestData Split(RowSplitter splitter, NumberRange testRange)
    {
        for (int i = 0; i < SplitComponents; i++)
            _env.Register("Split");
        return new TrainTestData(splitter(testRange, complement: true), splitter(testRange, complement: false));
    }

    /// <summary>The two sides of a split.</summary>
    public readonly struct TrainTestData
    {
        /// <summary>The rows to train with.</summary>
        public readonly IDataView TrainSet;

        /// <summary>The rows to test with.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }

    /// <summary>The rows in a range of the numbers by which they are split, or those outside of it.</summary>
    private delegate IDataView RowSplitter(NumberRange range, bool complement);
}
