namespace MLNetDeep.Neural;

/// <summary>What a tensor is to its layer.</summary>
internal enum ParameterRole
{
    /// <summary>W of a dense layer, γ of a normalization.</summary>
    Weight,

    /// <summary>b, or β.</summary>
    Bias,

    /// <summary>A normalization's running mean.</summary>
    RunningMean,

    /// <summary>A normalization's running variance.</summary>
    RunningVariance,
}
