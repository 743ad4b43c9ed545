namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The operands of a normalization: rows of whole lines, and one number per column of each statistic and parameter.</summary>
internal unsafe struct NormalizationArguments
{
    /// <summary>x, the rows to normalize.</summary>
    public float* Input;

    /// <summary>From one row of <see cref="Input"/> to the next, in floats.</summary>
    public nint InputStride;

    /// <summary>y, or backward dL/dy.</summary>
    public float* Output;

    /// <summary>From one row of <see cref="Output"/> to the next, in floats.</summary>
    public nint OutputStride;

    /// <summary>dL/dx; null where it is not wanted.</summary>
    public float* InputGradient;

    /// <summary>From one row of <see cref="InputGradient"/> to the next, in floats.</summary>
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
