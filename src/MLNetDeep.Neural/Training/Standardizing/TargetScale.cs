namespace MLNetDeep.Neural.Training;

/// <summary>How the targets of a regression are standardized: y becomes (y - mean) / deviation.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation, above 0.</param>
/// <param name="Loss">The loss for standardized targets.</param>
/// <param name="LossFactor">What turns a loss of standardized targets into the loss of the targets themselves.</param>
internal sealed record TargetScale(float Mean, float Deviation, LossSpec Loss, double LossFactor)
{
    /// <summary>Writes the standardized targets.</summary>
    public void Apply(ReadOnlySpan<float> targets, Span<float> destination)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            destination[i] = (float)(((double)targets[i] - Mean) / Deviation);
        }
    }

    /// <summary>Converts the loss and the error of standardized targets to those of the targets themselves.</summary>
    public EvaluationResult ToTargetUnits(EvaluationResult result) => result with
    {
        LossSum = result.LossSum * LossFactor,
        AbsoluteErrorSum = result.AbsoluteErrorSum * Deviation,
    };

    /// <summary>Converts outputs for standardized targets to outputs for the targets themselves.</summary>
    public void ToTargetUnits(Span<float> outputs)
    {
        foreach (ref float output in outputs)
        {
            output = (float)(((double)output * Deviation) + Mean);
        }
    }

    /// <summary>Converts weights for standardized targets to weights for the targets themselves: W d, and b d + m.</summary>
    public void Fold(float[] weight, float[]? bias)
    {
        foreach (ref float value in weight.AsSpan())
        {
            value *= Deviation;
        }

        if (bias is not null)
        {
            ToTargetUnits(bias);
        }
    }

    /// <summary>Converts weights for the targets themselves to weights for standardized targets: W / d, and (b - m) / d.</summary>
    public void Unfold(float[] weight, float[]? bias)
    {
        foreach (ref float value in weight.AsSpan())
        {
            value /= Deviation;
        }

        foreach (ref float value in bias.AsSpan())
        {
            value = (float)(((double)value - Mean) / Deviation);
        }
    }
}
