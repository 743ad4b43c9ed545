namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of batch normalization. Rows are padded to whole cache lines; each statistic and parameter has one number per column.
/// </summary>
internal unsafe struct NormalizationArguments
{
    /// <summary>x, the rows to normalize.</summary>
    public float* Input;

    /// <summary>The row stride of <see cref="Input"/>, in floats.</summary>
    public nint InputStride;

    /// <summary>y in the forward pass; dL/dy in the backward pass, where L is the loss.</summary>
    public float* Output;

    /// <summary>The row stride of <see cref="Output"/>, in floats.</summary>
    public nint OutputStride;

    /// <summary>dL/dx; null if it is not needed.</summary>
    public float* InputGradient;

    /// <summary>The row stride of <see cref="InputGradient"/>, in floats.</summary>
    public nint InputGradientStride;

    /// <summary>The scale γ.</summary>
    public float* Gamma;

    /// <summary>The offset β.</summary>
    public float* Beta;

    /// <summary>The mean of each column.</summary>
    public float* Mean;

    /// <summary>The variance of each column: the mean squared deviation.</summary>
    public float* Variance;

    /// <summary>dL/dγ.</summary>
    public float* GammaGradient;

    /// <summary>dL/dβ.</summary>
    public float* BetaGradient;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>ε, which is added to the variance.</summary>
    public float Epsilon;
}
