using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// For each thread, memory for one picture with its padding. If each channel has several filters, the channel is repeated for each of them.
/// </summary>
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

    private int Height => _tables.Shape.Height.Input;

    // The values of a row of the input picture.
    private int Length => _tables.Shape.Width.Input * _tables.Shape.InputChannels / _tables.Multiplier;

    /// <summary>Whether a convolution needs copies of its pictures.</summary>
    public static bool AreNeeded(ConvolutionTables tables) => tables.Shape.HasPadding || tables.Multiplier > 1;

    /// <summary>Copies a row of the input between zeros, and returns the address of the current thread's picture.</summary>
    public float* Surround(float* row)
    {
        float* picture = _pictures.Pointer();
        int length = Length;
        for (int y = 0; y < Height; y++, row += length)
        {
            float* line = picture + _first + ((nint)y * _tables.Pitch);
            if (_tables.Multiplier > 1)
            {
                RepeatedValues.Repeat(row, length, _tables.Multiplier, line);
            }
            else
            {
                new ReadOnlySpan<float>(row, length).CopyTo(new Span<float>(line, length));
            }
        }

        return picture;
    }

    /// <summary>Returns the address of the current thread's picture, whose values are set to 0.</summary>
    public float* Clear() => _pictures.Clear();

    /// <summary>Copies the current thread's picture without its padding; repeated channels are summed.</summary>
    public void Extract(float* row)
    {
        int length = Length;
        for (int y = 0; y < Height; y++, row += length)
        {
            float* line = _pictures.Pointer() + _first + ((nint)y * _tables.Pitch);
            if (_tables.Multiplier > 1)
            {
                RepeatedValues.Sum(line, length, _tables.Multiplier, row);
            }
            else
            {
                new ReadOnlySpan<float>(line, length).CopyTo(new Span<float>(row, length));
            }
        }
    }
}
