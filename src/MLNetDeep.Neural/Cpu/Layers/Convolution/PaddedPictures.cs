namespace MLNetDeep.Neural.Cpu;

/// <summary>For each thread, memory for one picture with its padding.</summary>
internal sealed unsafe class PaddedPictures
{
    private readonly ConvolutionTables _tables;
    private readonly ThreadBuffers _pictures;
    private readonly int _first;

    public PaddedPictures(ConvolutionTables tables, int threads)
    {
        _tables = tables;
        _pictures = new ThreadBuffers(threads, tables.PictureLength);
        _first = (tables.Shape.Height.Before * tables.Pitch) + (tables.Shape.Width.Before * tables.Shape.InputChannels);
    }

    /// <summary>Copies a row of the input between zeros, and returns the address of the current thread's picture.</summary>
    public float* Surround(float* row)
    {
        float* picture = _pictures.Pointer();
        Copy(row, RowLength, picture + _first, _tables.Pitch);
        return picture;
    }

    /// <summary>Returns the address of the current thread's picture, whose values are set to 0.</summary>
    public float* Clear() => _pictures.Clear();

    /// <summary>Copies the current thread's picture without its padding.</summary>
    public void Extract(float* row) => Copy(_pictures.Pointer() + _first, _tables.Pitch, row, RowLength);

    private int RowLength => _tables.Shape.Width.Input * _tables.Shape.InputChannels;

    private void Copy(float* source, int sourcePitch, float* destination, int destinationPitch)
    {
        int length = RowLength;
        for (int y = 0; y < _tables.Shape.Height.Input; y++)
        {
            new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(destination, length));
            source += sourcePitch;
            destination += destinationPitch;
        }
    }
}
