using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the range or the distribution of each slot of columns of reals, and brings the values to a common scale.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1_000_000_000;
    internal const bool DefaultFixZero = true;

    private readonly IHost _host;
    private readonly IReadOnlyList<ColumnOptions> _columns;

    internal NormalizingEstimator(IHostEnvironment env, IReadOnlyList<ColumnOptions> columns)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(NormalizingEstimator));
        _columns = columns;
    }

    /// <summary>What a column is scaled by.</summary>
    internal enum Method
    {
        /// <summary>The smallest and the largest value.</summary>
        MinMax,

        /// <summary>The mean and the variance.</summary>
        MeanVariance,
    }

    /// <summary>Reads the data once and learns the scale of each slot.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not one of reals, or of vectors of them of one size.</exception>
    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return NormalizerTraining.Train(_host, input, _columns);
    }

    /// <summary>The shape with the normalized columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not one of reals, or of vectors of them of one size.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(options =>
        {
            SchemaShape.Column input = inputSchema.FindInput(options.Pair.InputColumnName);
            if (input.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw input.WrongType("known-size vector or scalar");
            if (!input.ItemType.Equals(NumberDataViewType.Single) && !input.ItemType.Equals(NumberDataViewType.Double))
                throw input.WrongType("vector or scalar of Single or Double");
            SchemaShape annotations = new([ShapeExtensions.IsNormalized(), .. input.Annotation(AnnotationKinds.SlotNames)]);
            return new SchemaShape.Column(options.Pair.OutputColumnName, input.Kind, input.ItemType, input.IsKey, annotations);
        }));
    }

    /// <summary>How one column is normalized.</summary>
    internal sealed class ColumnOptions
    {
        public ColumnOptions(
            string outputColumnName, string? inputColumnName, Method method, long maximumExampleCount, bool fixZero, bool useCdf = false)
        {
            Pair = new InputOutputColumnPair(outputColumnName, inputColumnName);
            ColumnErrors.CheckName(Pair.InputColumnName, nameof(inputColumnName));
            if (maximumExampleCount <= 1)
                throw new ArgumentOutOfRangeException(nameof(maximumExampleCount), maximumExampleCount, "It must be greater than 1.");
            Method = method;
            MaximumExampleCount = maximumExampleCount;
            FixZero = fixZero;
            UseCdf = useCdf;
        }

        public InputOutputColumnPair Pair { get; }

        public Method Method { get; }

        /// <summary>From how many rows the scale is learned at most.</summary>
        public long MaximumExampleCount { get; }

        /// <summary>Whether 0 stays 0, so that sparse vectors stay sparse.</summary>
        public bool FixZero { get; }

        /// <summary>Whether a value is mapped to the share of values below it in a normal distribution of the learned mean and variance.</summary>
        public bool UseCdf { get; }
    }
}
