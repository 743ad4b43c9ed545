using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>Lists the parameters of a normalization, each of which has one value for each index of the last axis.</summary>
internal static class NormalizationParameters
{
    /// <summary>Returns <c>weight</c> (γ) and <c>bias</c> (β), as far as they are used.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <param name="gamma">The initializer of γ; null if the layer has none.</param>
    /// <param name="gammaRegularizer">The penalty on γ.</param>
    /// <param name="beta">The initializer of β; null if the layer has none.</param>
    /// <param name="betaRegularizer">The penalty on β.</param>
    public static IEnumerable<ParameterSpec> Trained(
        ImmutableArray<int> inputShape, Initializer? gamma, Regularizer? gammaRegularizer, Initializer? beta, Regularizer? betaRegularizer)
    {
        if (gamma is not null)
        {
            yield return Create("weight", inputShape, gamma) with { Regularizer = gammaRegularizer };
        }

        if (beta is not null)
        {
            yield return Create("bias", inputShape, beta) with { Regularizer = betaRegularizer };
        }
    }

    /// <summary>Returns one parameter.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <param name="initializer">The initializer.</param>
    public static ParameterSpec Create(string name, ImmutableArray<int> inputShape, Initializer initializer)
    {
        int size = inputShape[^1];
        return new(name, [size], initializer, size, size) { HasInputColumns = inputShape.Length == 1 };
    }
}
