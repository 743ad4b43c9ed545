using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>How features are standardized: x becomes (x - mean) / deviation, in each column.</summary>
/// <param name="Means">The mean of each column; null if nothing is subtracted, so that zeros stay zeros.</param>
/// <param name="Deviations">The standard deviation of each column, or the number that it is divided by instead; above 0.</param>
internal sealed record FeatureScale(float[]? Means, float[] Deviations)
{
    private readonly float[]? _offsets = Means is null ? null : Array.ConvertAll(Means, mean => -mean);

    private readonly float[] _factors = Array.ConvertAll(Deviations, deviation => 1 / deviation);

    /// <summary>Whether standardizing changes nothing.</summary>
    public bool IsIdentity => IsUniform && _factors is [] or [1f, ..];

    // Whether all features are multiplied by the same number, and nothing is subtracted.
    private bool IsUniform => Means is null && (_factors.Length == 0 || !_factors.AsSpan().ContainsAnyExcept(_factors[0]));

    /// <summary>Returns the standardized features. The values are not copied.</summary>
    public FeatureMatrix Apply(FeatureMatrix features)
    {
        if (IsIdentity)
        {
            return features;
        }

        // Bytes stay bytes if all columns have the same factor.
        return IsUniform && features is ByteFeatures bytes
            ? bytes.WithScale(bytes.Scale * _factors[0])
            : new StandardizedFeatures(features, _offsets, _factors);
    }

    /// <summary>Returns a scale that divides all features by the same number.</summary>
    public static FeatureScale Uniform(float deviation, int columns) => new(null, [.. Enumerable.Repeat(deviation, columns)]);

    /// <summary>Converts weights for standardized features to weights for the features themselves: W / d, and b - W m / d.</summary>
    /// <param name="weight">W, of shape [units, weights of a unit]; of any shape if all features have the same deviation and no mean.</param>
    /// <param name="bias">b; null if the layer has none.</param>
    /// <param name="inputs">Says which feature a weight is multiplied by.</param>
    public void Fold(float[] weight, float[]? bias, FoldedInputs inputs)
    {
        if (IsUniform)
        {
            foreach (ref float value in weight.AsSpan())
            {
                value = (float)((double)value / Deviations[0]);
            }

            return;
        }

        for (int unit = 0; unit < weight.Length / inputs.UnitSize; unit++)
        {
            double shift = 0;
            Span<float> row = weight.AsSpan(unit * inputs.UnitSize, inputs.UnitSize);
            for (int i = 0; i < row.Length; i++)
            {
                int column = inputs.Column(unit, i);
                double value = (double)row[i] / Deviations[column];
                shift += value * (Means?[column] ?? 0);
                row[i] = (float)value;
            }

            if (bias is not null)
            {
                bias[unit] = (float)(bias[unit] - shift);
            }
        }
    }

    /// <summary>Converts weights for the features themselves to weights for standardized features: W d, and b + W m.</summary>
    /// <param name="weight">W, as for <see cref="Fold"/>.</param>
    /// <param name="bias">b; null if the layer has none.</param>
    /// <param name="inputs">Says which feature a weight is multiplied by.</param>
    public void Unfold(float[] weight, float[]? bias, FoldedInputs inputs)
    {
        if (IsUniform)
        {
            foreach (ref float value in weight.AsSpan())
            {
                value *= Deviations[0];
            }

            return;
        }

        for (int unit = 0; unit < weight.Length / inputs.UnitSize; unit++)
        {
            double shift = 0;
            Span<float> row = weight.AsSpan(unit * inputs.UnitSize, inputs.UnitSize);
            for (int i = 0; i < row.Length; i++)
            {
                int column = inputs.Column(unit, i);
                shift += (double)row[i] * (Means?[column] ?? 0);
                row[i] *= Deviations[column];
            }

            if (bias is not null)
            {
                bias[unit] = (float)(bias[unit] + shift);
            }
        }
    }

    /// <summary>Returns the numbers as tensors, for a checkpoint.</summary>
    public IEnumerable<NamedTensor> ToTensors(string prefix)
    {
        ImmutableArray<int> shape = [Deviations.Length];
        yield return new NamedTensor(prefix + "feature_deviations", shape, Deviations);
        if (Means is not null)
        {
            yield return new NamedTensor(prefix + "feature_means", shape, Means);
        }
    }
}
