namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The operands of layer normalization for some positions that follow one another. Nothing beyond their values is read or written.</summary>
internal unsafe struct PositionNormalizationArguments
{
    /// <summary>The number of positions.</summary>
    public int Positions;

    /// <summary>The number of values of a position.</summary>
    public int Size;

    /// <summary>ε.</summary>
    public double Epsilon;

    /// <summary>x.</summary>
    public float* Input;

    /// <summary>x̂ = (x - μ) / √(σ² + ε).</summary>
    public float* Normalized;

    /// <summary>1 / √(σ² + ε) of each position.</summary>
    public float* InverseDeviations;

    /// <summary>y, or its gradient.</summary>
    public float* Output;

    /// <summary>γ.</summary>
    public float* Gamma;

    /// <summary>β.</summary>
    public float* Beta;

    /// <summary>The sums that become the gradient of γ.</summary>
    public float* GammaGradient;

    /// <summary>The sums that become the gradient of β.</summary>
    public float* BetaGradient;

    /// <summary>The gradient of x; null if not wanted.</summary>
    public float* InputGradient;
}
