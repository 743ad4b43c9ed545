namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The operands of batch normalization: rows of whole lines, and each statistic and parameter as one number per column.</summary>
internal unsafe struct NormalizationArguments
{
    /// <summary>x, the rows to normalize.</summary>
    public float* Input;

    /// <summary>The distance from one row to the next of <see cref="Input"/>, in floats.</summary>
    public nint InputStride;

    /// <summary>y; in the backward pass dL/dy.</summary>
    public float* Output;

    /// <summary>The distance from one row to the next of <see cref="Output"/>, in floats.</summary>
    public nint OutputStride;

    /// <summary>dL/dx; null if it is not needed.</summary>
    public float* InputGradient;

    /// <summary>The distance from one row to the next of <see cref="InputGradient"/>, in floats.</summary>
    public nint InputGradientStride;

    /// <summary>γ.</summary>
    public float* Gamma;

    /// <summary>β.</summary>
    public float* Beta;

    /// <summary>The mean of each column.</summary>
    public float* Mean;

    /// <summary>The variance of each column, over the number of rows.</summary>
    public float* Variance;

    /// <summary>dL/dγ.</summary>
    public float* GammaGradient;

    /// <summary>dL/dβ.</summary>
    public float* BetaGradient;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>ε.</summary>
    public float Epsilon;
}
