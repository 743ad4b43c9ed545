using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Numbers in the shape of a normalization's parameters: γ as the weights of one input, β as the biases, and the running means.</summary>
internal sealed unsafe class NormalizationParameters : DenseParameters
{
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _variance;

    public NormalizationParameters(int size)
        : base(1, size)
    {
        _mean = new AlignedBuffer(Stride);
        _variance = new AlignedBuffer(Stride);
    }

    public float* Mean => _mean.Pointer;

    public float* Variance => _variance.Pointer;

    public override void Import(ParameterRole role, ReadOnlySpan<float> values)
    {
        if (role is ParameterRole.Weight or ParameterRole.Bias)
        {
            base.Import(role, values);
        }
        else
        {
            values.CopyTo(Buffer(role).Span);
        }
    }

    public override float[] Export(ParameterRole role) =>
        role is ParameterRole.Weight or ParameterRole.Bias ? base.Export(role) : Buffer(role).Span[..Units].ToArray();

    private AlignedBuffer Buffer(ParameterRole role) => role == ParameterRole.RunningMean ? _mean : _variance;
}
