using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The values in tensor order, padded at the end to whole cache lines.</summary>
/// <param name="size">The number of values.</param>
internal sealed unsafe class PlainLayout(int size) : ParameterLayout
{
    public override int Length { get; } = AlignedBuffer.Pad(size);

    public override void Import(ReadOnlySpan<float> values, float* buffer) => values.CopyTo(new Span<float>(buffer, size));

    public override void Export(float* buffer, Span<float> values) => new ReadOnlySpan<float>(buffer, size).CopyTo(values);
}
