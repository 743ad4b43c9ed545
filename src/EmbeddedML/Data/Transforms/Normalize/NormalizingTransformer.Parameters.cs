namespace Microsoft.ML.Transforms;

public sealed partial class NormalizingTransformer
{
    /// <summary>What a normalizer has learned for a column.</summary>
    public abstract class NormalizerModelParametersBase
    {
        private protected NormalizerModelParametersBase()
        {
        }
    }

    /// <summary>A linear scale: a value v becomes (v - offset) * scale.</summary>
    /// <typeparam name="TData">The type of the column's values; an immutable array of them, with a value for each slot, for vectors.</typeparam>
    public sealed class AffineNormalizerModelParameters<TData> : NormalizerModelParametersBase
    {
        internal AffineNormalizerModelParameters(TData scale, TData offset)
        {
            Scale = scale;
            Offset = offset;
        }

        /// <summary>What a value is multiplied with.</summary>
        public TData Scale { get; }

        /// <summary>What is subtracted from a value before that; empty for vectors from which nothing is subtracted.</summary>
        public TData Offset { get; }
    }

    /// <summary>A normal distribution: a value becomes the share of it that lies below the value.</summary>
    /// <typeparam name="TData">The type of the column's values; an immutable array of them, with a value for each slot, for vectors.</typeparam>
    public sealed class CdfNormalizerModelParameters<TData> : NormalizerModelParametersBase
    {
        internal CdfNormalizerModelParameters(TData mean, TData standardDeviation, bool useLog)
        {
            Mean = mean;
            StandardDeviation = standardDeviation;
            UseLog = useLog;
        }

        /// <summary>The mean of the distribution.</summary>
        public TData Mean { get; }

        /// <summary>The standard deviation of the distribution.</summary>
        public TData StandardDeviation { get; }

        /// <summary>Whether it is the distribution of the values' logarithms.</summary>
        public bool UseLog { get; }
    }
}
