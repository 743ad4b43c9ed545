namespace MLNetDeep.Rows;

/// <summary>Reads rows that are planes, and puts the channels of each pixel together.</summary>
/// <param name="planes">Reads the planes.</param>
/// <param name="channels">The number of planes.</param>
internal sealed class InterleavedByteReader(IByteReader planes, int channels) : IByteReader
{
    private byte[] _pixels = [];

    public float Scale => planes.Scale;

    public ReadOnlySpan<byte> Read()
    {
        ReadOnlySpan<byte> values = planes.Read();
        _pixels = _pixels.Length == values.Length ? _pixels : new byte[values.Length];
        Planes.Interleave(values, _pixels, channels);
        return _pixels;
    }
}
