using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>Lists the parameters of a convolution.</summary>
internal static class ConvolutionParameters
{
    /// <summary>Returns the weights and the bias, which has one number for each filter.</summary>
    /// <param name="weight">The weights: their first dimension is the number of filters.</param>
    /// <param name="biasInitializer">The initializer of the bias; null for no bias.</param>
    /// <param name="biasRegularizer">The penalty on the bias; null for none.</param>
    public static ImmutableArray<ParameterSpec> Create(ParameterSpec weight, Initializer? biasInitializer, Regularizer? biasRegularizer) =>
        biasInitializer is null
            ? [weight]
            : [weight, new("bias", [weight.Shape[0]], biasInitializer, weight.FanIn, weight.FanOut) { Regularizer = biasRegularizer }];
}
