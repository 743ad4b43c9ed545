using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Sets each value to 0 with probability <see cref="Rate"/> in training. In inference, values pass unchanged.</summary>
/// <remarks>
/// The remaining values are multiplied by 1 / (1 - Rate), so that the expected value does not change. Source: Srivastava et al., "Dropout:
/// a simple way to prevent neural networks from overfitting" (2014), in the form with scaling in training ("inverted dropout") that Keras
/// and PyTorch use. The dropout masks depend on <see cref="FitOptions.Seed"/> but not on the number of threads.
/// </remarks>
public sealed record Dropout : LayerSpec
{
    /// <summary>Creates a dropout layer.</summary>
    /// <param name="rate">The fraction of values set to 0: 0 or more, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public Dropout(double rate)
    {
        Rate = Guard.Accept(rate is >= 0 and < 1, rate, nameof(Rate), "0 or more, below 1");
    }

    /// <summary>The expected fraction of values set to 0 in training, in [0, 1).</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <summary>Returns true in inference and false in training.</summary>
    /// <param name="training">True in training, false in inference.</param>
    public override bool PassesThrough(bool training) => !training;
}
