namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A layout that pads blocks of a tensor with zeros: the tensor [outer, blocks, size, inner] is stored by another layout as
/// [outer, blocks, paddedSize, inner]. The heads of an attention then begin at cache lines.
/// </summary>
/// <param name="stored">The layout of the padded tensor.</param>
/// <param name="blocks">The number of all blocks: outer · blocks.</param>
/// <param name="size">The number of values in a block: size · inner.</param>
/// <param name="paddedSize">The number of values in a padded block.</param>
internal sealed unsafe class PaddedLayout(ParameterLayout stored, int blocks, int size, int paddedSize) : ParameterLayout
{
    /// <summary>The layout of the padded tensor.</summary>
    public ParameterLayout Stored => stored;

    public override int Length => stored.Length;

    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        float[] padded = new float[blocks * paddedSize];
        for (int block = 0; block < blocks; block++)
        {
            values.Slice(block * size, size).CopyTo(padded.AsSpan(block * paddedSize));
        }

        stored.Import(padded, buffer);
    }

    public override void Export(float* buffer, Span<float> values)
    {
        float[] padded = new float[blocks * paddedSize];
        stored.Export(buffer, padded);
        for (int block = 0; block < blocks; block++)
        {
            padded.AsSpan(block * paddedSize, size).CopyTo(values[(block * size)..]);
        }
    }
}
