using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Learns the n-grams of one column, row by row.</summary>
internal abstract class NgramLearner
{
    protected NgramLearner(NgramOptions options)
    {
        Options = options;
        Counts = new int[options.NgramLength];
        LengthsLeft = options.Limits.Count(limit => limit > 0);
    }

    /// <summary>Whether nothing more can be learned: there are as many n-grams of each length as are wanted, and rows are not counted.</summary>
    public bool IsDone => LengthsLeft == 0 && !CountsRows;

    protected NgramOptions Options { get; }

    protected NgramPool Pool { get; } = new();

    /// <summary>For each length, from 1, how many n-grams of it there are.</summary>
    protected int[] Counts { get; }

    /// <summary>The number of lengths of which more n-grams are wanted.</summary>
    protected int LengthsLeft { get; set; }

    protected bool CountsRows => Options.Weighting != NgramExtractingEstimator.WeightingCriteria.Tf;

    public static NgramLearner Create(NgramOptions options, DataViewRow input, DataViewSchema.Column column)
        => RawTypes.Invoke(column.Type.ItemTypeOrSelf().RawType, new Factory(options, input, column));

    /// <summary>What is learned where there are no keys.</summary>
    public static NgramDictionary Nothing(NgramOptions options)
        => new(options.NgramLength, options.SkipLength, options.Weighting, new bool[options.NgramLength], new NgramPool(), []);

    /// <summary>Learns from the row that <c>input</c> is at.</summary>
    public abstract void AddRow();

    public abstract NgramDictionary Finish();

    private sealed class Factory(NgramOptions options, DataViewRow input, DataViewSchema.Column column) : IRawTypeFunction<NgramLearner>
    {
        public NgramLearner Invoke<TKey>() => new NgramLearner<TKey>(options, input, column);
    }
}
