using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns what stands in for missing reals, and puts it in their place.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    internal const ReplacementMode DefaultMode = ReplacementMode.DefaultValue;
    internal const bool DefaultImputeBySlot = true;

    private readonly IHost _host;
    private readonly IReadOnlyList<ColumnOptions> _columns;

    internal MissingValueReplacingEstimator(IHostEnvironment env, IReadOnlyList<ColumnOptions> columns)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(MissingValueReplacingEstimator));
        foreach (ColumnOptions column in columns)
        {
            if (string.IsNullOrWhiteSpace(column.Pair.OutputColumnName))
                throw new ArgumentOutOfRangeException("outputColumnName", "The name of a column must not be white space.");
        }
        _columns = columns;
    }

    /// <summary>What stands in for missing values.</summary>
    public enum ReplacementMode : byte
    {
        /// <summary>0.</summary>
        DefaultValue = 0,

        /// <summary>The mean of the values that are finite.</summary>
        Mean = 1,

        /// <summary>The smallest value.</summary>
        Minimum = 2,

        /// <summary>The largest value.</summary>
        Maximum = 3,

        /// <summary>The most frequent value that is finite; of several, the one that was first so frequent.</summary>
        Mode = 5,
    }

    /// <summary>Reads the data once, where that is needed, and learns what stands in for missing values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not one of reals.</exception>
    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        IHost host = _host.Register(nameof(MissingValueReplacingTransformer));
        ColumnErrors.CheckDistinct(_columns.Select(c => c.Pair.OutputColumnName), "columns");
        ColumnReplacement[] replacements = ReplacementTraining.Train(host, input, _columns);
        return new MissingValueReplacingTransformer(host, _columns.Select(c => c.Pair).ToArray(), replacements);
    }

    /// <summary>The shape with the columns that have no missing values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not one of reals.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(column =>
        {
            SchemaShape.Column input = inputSchema.FindInput(column.Pair.InputColumnName);
            if (input.ItemType != NumberDataViewType.Single && input.ItemType != NumberDataViewType.Double)
                throw input.WrongType(MissingValueReplacingTransformer.AcceptedTypes);
            SchemaShape annotations = new([.. input.Annotation(AnnotationKinds.SlotNames), .. input.Annotation(AnnotationKinds.IsNormalized)]);
            return new SchemaShape.Column(column.Pair.OutputColumnName, input.Kind, input.ItemType, isKey: false, annotations);
        }));
    }

    /// <summary>How the missing values of one column are replaced.</summary>
    /// <param name="Pair">The column to make, and the one with missing values.</param>
    /// <param name="Mode">What stands in for them.</param>
    /// <param name="ImputeBySlot">Whether it is learned for each slot of vectors of one size; else for all slots together.</param>
    internal sealed record ColumnOptions(InputOutputColumnPair Pair, ReplacementMode Mode, bool ImputeBySlot);
}
